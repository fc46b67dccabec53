#include "frontend/page/numbers_display.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sws {
namespace {

class NumbersDisplayTest : public testing::Test {
 protected:
  NumbersDisplayTest() {
    stream.token = "token";
    stream.parameters = {.min = 0, .max = 9, .interval_ms = 1000, .count = 1000};
    display.follow(stream);
  }
  void receive(std::vector<std::int32_t> numbers) {
    stream.numbers.insert(stream.numbers.end(), numbers.begin(), numbers.end());
    display.update();
    display.describe(view);
  }

  ReceivedStream stream;
  NumbersDisplay display;
  View view;
};

TEST_F(NumbersDisplayTest, ShowsTheLastNumberAndJudgesAll) {
  receive({3, 4, 8});
  EXPECT_EQ(view.number, "8");
  EXPECT_TRUE(view.has_numbers);
  EXPECT_EQ(view.mean, "Average of 3 numbers: 5.0 (expected 4.5)");
  EXPECT_EQ(view.uniformity, "Too early to judge: 3 of 50 numbers needed");
  EXPECT_EQ(view.chi_squared, "");
  EXPECT_EQ(view.repetition, "no alarm");
  EXPECT_EQ(view.proportion, "no alarm");
}

TEST_F(NumbersDisplayTest, JudgesTheSpreadInPlainWords) {
  for (int i = 0; i < 10; ++i) receive({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  receive({0});
  EXPECT_EQ(view.uniformity, "These numbers are unusually even: 1 in 65,000,000 fair streams is.");
  EXPECT_TRUE(view.is_unusual);
  EXPECT_EQ(view.chi_squared, "χ² = 0.1, 9 degrees of freedom, p = 1.00");
}

TEST_F(NumbersDisplayTest, AStuckSourceRaisesAnAlarm) {
  receive({5, 5, 5, 5, 5, 5, 5});
  EXPECT_FALSE(view.is_unusual);
  receive({5});
  EXPECT_TRUE(view.is_unusual);
  EXPECT_EQ(view.uniformity, "These numbers are unusual: one came too often in a row.");
  EXPECT_EQ(view.repetition, "1 alarm");
}

TEST_F(NumbersDisplayTest, ALopsidedSourceRaisesAnAlarm) {
  for (int i = 0; i < 86; ++i) receive({0, 1 + i % 9});
  EXPECT_EQ(view.proportion, "no alarm");
  receive({0});  // the 87th in its window, which is the cutoff for ten values
  EXPECT_TRUE(view.is_unusual);
  EXPECT_EQ(view.uniformity, "These numbers are unusual: one came too often.");
  EXPECT_EQ(view.proportion, "1 alarm");
  EXPECT_EQ(view.repetition, "no alarm");
}

TEST_F(NumbersDisplayTest, OneValueAloneIsNotJudged) {
  stream.parameters.max = 0;
  receive({0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(view.uniformity, "Only one number is possible, so there is nothing to judge.");
  EXPECT_FALSE(view.is_unusual);
}

TEST_F(NumbersDisplayTest, NothingIsExpectedOfAServerThatDoesNotStateItsRange) {
  stream = {};
  for (const std::int32_t number : {50, 72, 300, -5}) {
    stream.append_plain(number);
    display.update();
  }
  display.describe(view);
  EXPECT_EQ(view.mean, "Average of 4 numbers: 104.3");
  EXPECT_EQ(view.uniformity, "This server does not state its range, so there is nothing to judge.");
  EXPECT_EQ(view.repetition, "");
  ASSERT_EQ(display.line(100).size(), 4u);
  for (const Point& point : display.line(100)) {
    EXPECT_GE(point.y, 0);
    EXPECT_LE(point.y, 1);
  }
}

TEST_F(NumbersDisplayTest, StandsStillWhilePausedAndCatchesUpAfterwards) {
  receive({1, 2});
  display.set_paused(true);
  receive({3, 4});
  EXPECT_EQ(view.number, "2");
  EXPECT_EQ(display.shown(), 2u);
  EXPECT_EQ(display.line(100).size(), 2u);
  display.set_paused(false);
  receive({});
  EXPECT_EQ(view.number, "4");
  EXPECT_EQ(view.mean, "Average of 4 numbers: 2.5 (expected 4.5)");
}

TEST_F(NumbersDisplayTest, ReadsThePointOfTheLineThatIsPointedAt) {
  receive({1, 2, 9});
  display.read_line_at(0.4);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "seq 1: 2");
  EXPECT_EQ(view.line_index, 1u);
  EXPECT_EQ(display.line_cursor(), (Point{0.5f, 1 - 2 / 9.0f}));
  display.read_line_at(0);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "seq 0: 1");
  EXPECT_EQ(view.line_index, 0u);
  EXPECT_EQ(display.line_cursor(), (Point{0, 1 - 1 / 9.0f}));
  display.read_line_at(std::nullopt);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(display.line_cursor(), std::nullopt);
}

TEST_F(NumbersDisplayTest, APointThatIsReadMovesAwayWithItsNumber) {
  receive(std::vector<std::int32_t>(120, 1));
  display.read_line_at(0);
  receive({2});
  EXPECT_EQ(view.line_size, 120u);
  EXPECT_EQ(view.line_index, std::nullopt);
  EXPECT_EQ(display.line_cursor(), std::nullopt);
}

TEST_F(NumbersDisplayTest, ReadsTheBarThatIsPointedAt) {
  receive({1, 2, 9});
  for (const double x : {0.95, 1.0, 7.0}) {
    display.read_histogram_at(x);
    display.describe(view);
    EXPECT_EQ(view.histogram_reading, "9: 1 number, 0.3 expected") << x;
    EXPECT_EQ(view.bar_index, 9u);
  }
  display.read_histogram_at(0);
  display.describe(view);
  EXPECT_EQ(view.histogram_reading, "0: 0 numbers, 0.3 expected");
  display.read_histogram_at(std::nullopt);
  display.describe(view);
  EXPECT_EQ(view.histogram_reading, "");
  EXPECT_EQ(view.bar_index, std::nullopt);
}

TEST_F(NumbersDisplayTest, TablesSayTheSameInRows) {
  receive({1, 2, 9});
  EXPECT_EQ(display.number_rows(), "2\t9\n1\t2\n0\t1\n");
  EXPECT_TRUE(display.bin_rows().starts_with("0\t0\t0.3\n1\t1\t0.3\n"));
  receive(std::vector<std::int32_t>(100, 4));
  const std::string rows = display.number_rows();
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 20);
}

TEST_F(NumbersDisplayTest, AFileHoldsEveryNumberThatCameAlsoDuringAPause) {
  receive({1, 2});
  display.set_paused(true);
  receive({9});
  EXPECT_EQ(display.csv(), "seq,number\r\n0,1\r\n1,2\r\n2,9\r\n");
  EXPECT_EQ(display.numbers_alone(), "1\n2\n9\n");
}

TEST_F(NumbersDisplayTest, ANewStreamBeginsAnew) {
  receive({1, 2, 2});
  display.read_line_at(0);
  display.read_histogram_at(0);
  display.set_paused(true);
  ReceivedStream next;
  display.follow(next);
  display.update();
  display.describe(view);
  EXPECT_FALSE(display.is_paused());
  EXPECT_EQ(display.shown(), 0u);
  EXPECT_TRUE(display.line(100).empty());
  EXPECT_EQ(view.number, "–");  // the old number is none of this stream
  EXPECT_EQ(view.line_size, 0u);
  EXPECT_EQ(view.mean, "");
  next.token = stream.token;
  next.parameters = stream.parameters;
  next.numbers = {2, 2, 2, 2, 2, 2, 2};  // one less than the repetition count's cutoff
  display.update();
  display.describe(view);
  EXPECT_EQ(view.mean, "Average of 7 numbers: 2.0 (expected 4.5)");
  EXPECT_FALSE(view.is_unusual);
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(view.histogram_reading, "");
}

}  // namespace
}  // namespace sws
