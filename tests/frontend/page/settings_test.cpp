#include "frontend/page/settings.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

std::string problem_of(const Settings& settings) {
  return choice_of(settings, Limits()).problem;
}

TEST(SettingsTest, WhatIsEmptyIsTheServersChoice) {
  const SettingsChoice choice = choice_of({}, Limits());
  EXPECT_EQ(choice.problem, "");
  EXPECT_EQ(choice.start, Start{});
}

TEST(SettingsTest, WhatIsTypedIsAskedFor) {
  const SettingsChoice choice =
      choice_of({.min = "-2147483648", .max = "2147483647", .interval_ms = "10", .count = "1000000"}, Limits());
  EXPECT_EQ(choice.problem, "");
  EXPECT_EQ(choice.start,
            (Start{.client_seed = "", .min = INT32_MIN, .max = INT32_MAX, .interval_ms = 10, .count = 1'000'000}));
}

TEST(SettingsTest, AProblemNamesTheFieldAndWhatIsAllowed) {
  EXPECT_EQ(problem_of({.min = "x", .max = "", .interval_ms = "", .count = ""}),
            "The smallest number must be a whole number from -2147483648 to 2147483647");
  EXPECT_EQ(problem_of({.min = "", .max = "2147483648", .interval_ms = "", .count = ""}),
            "The largest number must be a whole number from -2147483648 to 2147483647");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "9", .count = ""}),
            "The interval must be a whole number from 10 to 3600000");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "0"}),
            "The count must be a whole number from 1 to 1000000");
  EXPECT_EQ(problem_of({.min = "", .max = "", .interval_ms = "", .count = "5.5"}),
            "The count must be a whole number from 1 to 1000000");
  EXPECT_EQ(problem_of({.min = "7", .max = "3", .interval_ms = "", .count = ""}),
            "The smallest number, 7, is above the largest, 3");
}

TEST(SettingsTest, TheSmallestNumberMayBeTheLargestToo) {
  const SettingsChoice choice = choice_of({.min = "7", .max = "7", .interval_ms = "", .count = ""}, Limits());
  EXPECT_EQ(choice.problem, "");
  EXPECT_EQ(choice.start.min, 7);
  EXPECT_EQ(choice.start.max, 7);
}

TEST(SettingsTest, TheServersOwnLimitsHold) {
  const Limits limits{.min_interval_ms = 500, .max_interval_ms = 600, .max_count = 7};
  EXPECT_EQ(choice_of({.min = "", .max = "", .interval_ms = "499", .count = ""}, limits).problem,
            "The interval must be a whole number from 500 to 600");
  EXPECT_EQ(choice_of({.min = "", .max = "", .interval_ms = "600", .count = "7"}, limits).problem, "");
}

TEST(SettingsTest, TheAddressHoldsWhatIsChosen) {
  const Settings settings{.min = "-5", .max = "", .interval_ms = "20", .count = "7"};
  EXPECT_EQ(to_address(settings), "#min=-5&interval_ms=20&count=7");
  EXPECT_EQ(from_address("#min=-5&interval_ms=20&count=7"), settings);
  EXPECT_EQ(to_address({}), "");
  EXPECT_EQ(from_address(""), Settings{});
}

TEST(SettingsTest, AnAddressMadeByHandDoesNoHarm) {
  EXPECT_EQ(from_address("#&&=&weather=fine&max&count=7&count=8"),
            (Settings{.min = "", .max = "", .interval_ms = "", .count = "8"}));
  EXPECT_NE(problem_of(from_address("#min=%20")), "");
}

}  // namespace
}  // namespace sws
