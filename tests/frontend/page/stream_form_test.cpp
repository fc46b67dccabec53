#include "frontend/page/stream_form.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

std::string problem_of(const StreamForm& form) {
  return read_form(form, Limits(), {}).problem;
}

TEST(StreamForm, AnEmptyFieldIsTheServersChoice) {
  const FormReading reading = read_form({}, Limits(), {});
  EXPECT_EQ(reading.problem, "");
  EXPECT_EQ(reading.choice, StreamChoice{});
}

TEST(StreamForm, TheServerIsAskedForTheTypedValues) {
  const FormReading reading =
      read_form({.min = "-2147483648", .max = "2147483647", .interval_ms = "10", .count = "1000000"}, Limits(), {});
  EXPECT_EQ(reading.problem, "");
  EXPECT_EQ(reading.choice,
            (StreamChoice{.min = INT32_MIN, .max = INT32_MAX, .interval_ms = 10, .count = 1'000'000}));
}

TEST(StreamForm, AProblemNamesTheFieldAndItsBounds) {
  EXPECT_EQ(problem_of({.min = "x", .max = "", .interval_ms = "", .count = ""}),
            "The smallest number must be a whole number from -2,147,483,648 to 2,147,483,647.");
  EXPECT_EQ(problem_of({.min = "", .max = "2147483648", .interval_ms = "", .count = ""}),
            "The largest number must be a whole number from -2,147,483,648 to 2,147,483,647.");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "9", .count = ""}),
            "The interval must be a whole number from 10 to 3,600,000.");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "0"}),
            "The count must be a whole number from 1 to 1,000,000.");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "5.5"}),
            "The count must be a whole number from 1 to 1,000,000.");
  EXPECT_EQ(problem_of({.min = "7", .max = "3", .interval_ms = "", .count = ""}),
            "The smallest number (7) must not be above the largest (3).");
}

TEST(StreamForm, AnEmptyFieldIsComparedAsTheServersDefault) {
  const StreamForm defaults{.min = "0", .max = "1000", .interval_ms = "50", .count = "200"};
  const auto read = [&](const StreamForm& form) { return read_form(form, Limits(), defaults); };
  const FormReading above = read({.min = "5000", .max = "", .interval_ms = "", .count = ""});
  EXPECT_EQ(above.problem, "The smallest number (5,000) must not be above the largest (1,000).");
  EXPECT_EQ(above.wrong, 0b0001U);
  const FormReading below = read({.min = "", .max = "-5", .interval_ms = "", .count = ""});
  EXPECT_EQ(below.problem, "The smallest number (0) must not be above the largest (-5).");
  EXPECT_EQ(below.wrong, 0b0010U);
  EXPECT_EQ(read({.min = "5000", .max = "6000", .interval_ms = "", .count = ""}).problem, "");
  EXPECT_EQ(read({.min = "1000", .max = "", .interval_ms = "", .count = ""}).problem, "");
  EXPECT_EQ(read({}).problem, "");
}

TEST(StreamForm, EveryWrongFieldIsKnown) {
  EXPECT_EQ(read_form({.min = "x", .max = "1.5", .interval_ms = "", .count = ""}, Limits(), {}).wrong, 0b0011U);
  EXPECT_EQ(
      read_form({.min = "", .max = "", .interval_ms = "1", .count = "", .unreadable = 0b1000}, Limits(), {}).wrong,
      0b1100U);
  EXPECT_EQ(read_form({.min = "7", .max = "3", .interval_ms = "", .count = ""}, Limits(), {}).wrong, 0b0011U);
  EXPECT_EQ(read_form({.min = "3", .max = "7", .interval_ms = "", .count = ""}, Limits(), {}).wrong, 0U);
}

TEST(StreamForm, ATextThatTheBrowserCannotReadIsNotTakenForAnEmptyField) {
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "", .unreadable = 0b1000}),
            "The count must be a whole number from 1 to 1,000,000.");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "", .unreadable = 0b0100}),
            "The interval must be a whole number from 10 to 3,600,000.");
}

TEST(StreamForm, TheSmallestNumberMayBeTheLargestToo) {
  const FormReading reading = read_form({.min = "7", .max = "7", .interval_ms = "", .count = ""}, Limits(), {});
  EXPECT_EQ(reading.problem, "");
  EXPECT_EQ(reading.choice.min, 7);
  EXPECT_EQ(reading.choice.max, 7);
}

TEST(StreamForm, TheServersOwnLimitsHold) {
  const Limits limits{.min_interval_ms = 500, .max_interval_ms = 600, .max_count = 7};
  EXPECT_EQ(read_form({.min = "", .max = "", .interval_ms = "499", .count = ""}, limits, {}).problem,
            "The interval must be a whole number from 500 to 600.");
  EXPECT_EQ(read_form({.min = "", .max = "", .interval_ms = "600", .count = "7"}, limits, {}).problem, "");
}

TEST(StreamForm, TheAddressHoldsTheChosenValues) {
  const StreamForm form{.min = "-5", .max = "", .interval_ms = "20", .count = "7"};
  EXPECT_EQ(to_address(form), "#min=-5&interval_ms=20&count=7");
  EXPECT_EQ(from_address("#min=-5&interval_ms=20&count=7"), form);
  EXPECT_EQ(to_address({}), "");
  EXPECT_EQ(from_address(""), StreamForm{});
}

TEST(StreamForm, AnAddressMadeByHandDoesNoHarm) {
  EXPECT_EQ(from_address("#&&=&weather=fine&max&count=7&count=8"),
            (StreamForm{.min = "", .max = "", .interval_ms = "", .count = "8"}));
  EXPECT_NE(problem_of(from_address("#min=%20")), "");
}

}  // namespace
}  // namespace sws
