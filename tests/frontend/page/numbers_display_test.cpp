#include "frontend/page/numbers_display.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sws {
namespace {

class NumbersDisplayTest : public testing::Test {
 protected:
  NumbersDisplayTest() {
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
  EXPECT_EQ(view.mean, "Mean 5.0 of 3 numbers; a uniform source tends to 4.5");
  EXPECT_EQ(view.uniformity, "Spread: too early to judge, 3 of the first 50 numbers");
  EXPECT_EQ(view.repetition, "Repetition count: passing");
  EXPECT_EQ(view.proportion, "Adaptive proportion: passing");
}

TEST_F(NumbersDisplayTest, JudgesTheSpreadInPlainWords) {
  for (int i = 0; i < 10; ++i) receive({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  receive({0});
  EXPECT_EQ(view.uniformity, "Spread: unusually even: 1 in 65000000 (χ² = 0.1, 9 degrees of freedom, p = 1.00)");
}

TEST_F(NumbersDisplayTest, AStuckSourceRaisesAnAlarm) {
  receive({5, 5, 5, 5, 5, 5, 5});
  EXPECT_FALSE(view.repetition_alarm);
  receive({5});
  EXPECT_TRUE(view.repetition_alarm);
  EXPECT_EQ(view.repetition, "Repetition count: 1 alarm");
}

TEST_F(NumbersDisplayTest, ALopsidedSourceRaisesAnAlarm) {
  for (int i = 0; i < 86; ++i) receive({0, 1 + i % 9});
  EXPECT_FALSE(view.proportion_alarm);
  receive({0});  // the 87th in its window, which is the cutoff for ten values
  EXPECT_TRUE(view.proportion_alarm);
  EXPECT_EQ(view.proportion, "Adaptive proportion: 1 alarm");
  EXPECT_FALSE(view.repetition_alarm);
}

TEST_F(NumbersDisplayTest, OneValueAloneIsNotJudged) {
  stream.parameters.max = 0;
  receive({0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  EXPECT_EQ(view.uniformity, "One value alone: there is no spread to judge");
  EXPECT_EQ(view.repetition, "Repetition count: one value alone");
  EXPECT_FALSE(view.repetition_alarm);
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
  EXPECT_EQ(view.mean, "Mean 2.5 of 4 numbers; a uniform source tends to 4.5");
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
  next.parameters = stream.parameters;
  next.numbers = {2, 2, 2, 2, 2, 2, 2};  // one less than the repetition count's cutoff
  display.update();
  display.describe(view);
  EXPECT_EQ(view.mean, "Mean 2.0 of 7 numbers; a uniform source tends to 4.5");
  EXPECT_FALSE(view.repetition_alarm);
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(view.histogram_reading, "");
}

}  // namespace
}  // namespace sws
