#include "frontend/page/numbers_display.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace sws {
namespace {

using namespace std::chrono_literals;

class NumbersDisplayTest : public testing::Test {
 protected:
  NumbersDisplayTest() {
    stream.token = "token";
    stream.parameters = {.min = 0, .max = 9, .interval_ms = 1000, .count = 1000};
    stream.token = "token";
    display.set_clock({.start_ms = kNoon, .offset_ms = 0});
    display.follow(stream);
  }
  // The first number comes at noon, and then one each second.
  void receive(std::vector<std::int32_t> numbers) {
    stream.numbers.insert(stream.numbers.end(), numbers.begin(), numbers.end());
    show();
  }
  void show(bool is_live = true) {
    const auto last = static_cast<std::int64_t>(std::max<std::size_t>(stream.numbers.size(), 1) - 1);
    display.update(last * 1s + silence, is_live);
    display.describe(view);
  }

  static constexpr std::int64_t kNoon = 1'764'158'400'000;  // 2025-11-26 12:00 UTC
  Moment silence{};                                         // since the last number
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

TEST_F(NumbersDisplayTest, AStreamThatIsTooShortIsNeverTooEarlyToJudge) {
  stream.parameters.count = 49;
  receive({3, 4, 8});
  EXPECT_EQ(view.uniformity, "This stream is too short to judge: 50 numbers are needed.");
}

TEST_F(NumbersDisplayTest, JudgesTheSpreadInPlainWords) {
  for (int i = 0; i < 10; ++i) receive({0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  receive({0});
  EXPECT_EQ(view.uniformity,
            "These numbers are unusually even: only 1 in 65,000,000 fair streams looks like this.");
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
  Moment time{};
  for (const std::int32_t number : {50, 72, 300, -5}) {
    stream.append_plain(number);
    display.update(time += 1s, true);
  }
  display.describe(view);
  EXPECT_EQ(view.mean, "Average of 4 numbers: 104.3");
  EXPECT_EQ(view.uniformity, "This server does not state its range, so there is nothing to judge.");
  EXPECT_EQ(view.repetition, "");
  const std::vector<Point> line = display.line(100, 3).line;
  ASSERT_EQ(line.size(), 4u);
  for (const Point& point : line) {
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
  EXPECT_EQ(display.line(100, 4).line.size(), 2u);
  display.set_paused(false);
  receive({});
  EXPECT_EQ(view.number, "4");
  EXPECT_EQ(view.mean, "Average of 4 numbers: 2.5 (expected 4.5)");
}

TEST_F(NumbersDisplayTest, TheLineHasAxesAndPlacesNumbersByTheirTime) {
  receive({0, 9, 3});
  const LineChart chart = display.line(100, 4);
  EXPECT_EQ(chart.line, (std::vector<Point>{{0, 1}, {0.5f, 0}, {1, 1 - 3 / 9.0f}}));
  EXPECT_EQ(chart.times.back(), (Tick{1, "now"}));
  EXPECT_EQ(chart.times.front(), (Tick{0, "2 s ago"}));
  EXPECT_EQ(chart.values.back(), (Tick{1, "9"}));
  EXPECT_EQ(chart.cursor, std::nullopt);
}

TEST_F(NumbersDisplayTest, OneNumberStandsAtTheEnd) {
  receive({9});
  EXPECT_EQ(display.line(100, 4).line, (std::vector<Point>{{1, 0}}));
}

TEST_F(NumbersDisplayTest, ARangeOfOneValueIsALineInTheMiddle) {
  stream.parameters.min = stream.parameters.max = 7;
  receive({7, 7});
  EXPECT_EQ(display.line(100, 4).line, (std::vector<Point>{{0, 0.5f}, {1, 0.5f}}));
}

TEST_F(NumbersDisplayTest, TheWholeRangeOfNumbersFits) {
  stream.parameters.min = std::numeric_limits<std::int32_t>::min();
  stream.parameters.max = std::numeric_limits<std::int32_t>::max();
  receive({stream.parameters.min, stream.parameters.max});
  EXPECT_EQ(display.line(100, 4).line, (std::vector<Point>{{0, 1}, {1, 0}}));
}

TEST_F(NumbersDisplayTest, TheCaptionIsTrue) {
  receive({1, 2});
  EXPECT_EQ(view.line_sight, "The last second");
  receive({1, 2});
  EXPECT_EQ(view.line_sight, "The last 3 seconds");
  receive(std::vector<std::int32_t>(1000, 1));
  EXPECT_EQ(view.line_sight, "The last 2 minutes");
  EXPECT_EQ(view.line_size, 121u);  // from two minutes ago up to now
}

TEST_F(NumbersDisplayTest, ASlowStreamShowsSixtyNumbers) {
  stream.parameters.interval_ms = 3'600'000;
  receive(std::vector<std::int32_t>(100, 1));
  EXPECT_EQ(view.line_size, 60u);
  EXPECT_EQ(view.line_sight, "The last 2 days");
}

TEST_F(NumbersDisplayTest, TheLineEndsNowOnlyWhileItsLastNumberIsCurrent) {
  const auto last = [&] { return display.line(100, 4).times.back().label; };
  receive({1, 2, 3});
  EXPECT_EQ(last(), "now");
  EXPECT_TRUE(view.line_is_now);
  silence = 3s;
  show();
  EXPECT_EQ(last(), "last number");
  EXPECT_FALSE(view.line_is_now);
  silence = 0s;
  show(false);
  EXPECT_EQ(last(), "last number");
  receive(std::vector<std::int32_t>(200, 1));
  silence = 3s;
  show();
  EXPECT_EQ(last(), "now");  // three seconds are nothing on an axis of two minutes
  display.set_paused(true);
  show();
  EXPECT_EQ(last(), "last number");
}

TEST_F(NumbersDisplayTest, WithoutAScheduleNumbersHaveTheTimesAtWhichTheyCame) {
  stream.token.clear();
  const std::vector<Moment> times{0s, 10s, 12s, 20s};
  for (const Moment time : times) {
    stream.numbers.push_back(9);
    display.update(time, true);
  }
  display.describe(view);
  EXPECT_EQ(view.line_sight, "The last 20 seconds");
  EXPECT_EQ(display.line(100, 4).line, (std::vector<Point>{{0, 0}, {0.5f, 0}, {0.6f, 0}, {1, 0}}));
  display.read_line_at(0.58);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "number 3, 12:00:12: 9");
}

TEST_F(NumbersDisplayTest, NumbersThatComeLateAllAtOnceKeepTheTimesAtWhichTheyWereDue) {
  receive({1, 2});
  silence = 60s;
  receive({3, 4, 5});
  display.read_line(3);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "number 4, 12:00:03: 4");
}

TEST_F(NumbersDisplayTest, ReadsThePointOfTheLineThatIsPointedAt) {
  receive({1, 2, 9});
  display.read_line_at(0.4);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "number 2, 12:00:01: 2");
  EXPECT_EQ(view.line_index, 1u);
  EXPECT_EQ(display.line(100, 4).cursor, (Point{0.5f, 1 - 2 / 9.0f}));
  display.read_line_at(0);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "number 1, 12:00:00: 1");
  EXPECT_EQ(view.line_index, 0u);
  EXPECT_EQ(display.line(100, 4).cursor, (Point{0, 1 - 1 / 9.0f}));
  display.read_line_at(std::nullopt);
  display.describe(view);
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(display.line(100, 4).cursor, std::nullopt);
}

TEST_F(NumbersDisplayTest, APointThatIsReadMovesAwayWithItsNumber) {
  receive(std::vector<std::int32_t>(121, 1));
  display.read_line(100);
  receive({2});
  EXPECT_EQ(view.line_size, 121u);
  EXPECT_EQ(view.line_index, 99u);
  EXPECT_EQ(view.line_reading, "number 101, 12:01:40: 1");
  receive(std::vector<std::int32_t>(100, 1));
  EXPECT_EQ(view.line_index, 0u);  // from here the keyboard goes on
  EXPECT_EQ(view.line_reading, "number 101, 12:01:40: 1");
  EXPECT_EQ(display.line(100, 4).cursor, std::nullopt);
  display.read_line(1);
  display.describe(view);
  EXPECT_EQ(view.line_index, 1u);
  EXPECT_EQ(view.line_reading, "number 103, 12:01:42: 1");
}

TEST_F(NumbersDisplayTest, ReadsTheBarThatIsPointedAt) {
  receive({1, 2, 9});
  for (const double x : {0.95, 1.0, 7.0}) {
    display.read_histogram_at(x);
    display.describe(view);
    EXPECT_EQ(view.histogram_reading, "9: 1 number, 0.30 expected") << x;
    EXPECT_EQ(view.bar_index, 9u);
  }
  display.read_histogram_at(0);
  display.describe(view);
  EXPECT_EQ(view.histogram_reading, "0: 0 numbers, 0.30 expected");
  display.read_bar(2);
  display.describe(view);
  EXPECT_EQ(view.histogram_reading, "2: 1 number, 0.30 expected");
  display.read_histogram_at(std::nullopt);
  display.describe(view);
  EXPECT_EQ(view.histogram_reading, "");
  EXPECT_EQ(view.bar_index, std::nullopt);
}

TEST_F(NumbersDisplayTest, TablesSayTheSameInRows) {
  receive({1, 2, 9});
  EXPECT_EQ(display.number_rows(), "3\t9\n2\t2\n1\t1\n");
  EXPECT_TRUE(display.bin_rows().starts_with("0\t0\t0.30\n1\t1\t0.30\n"));
  receive(std::vector<std::int32_t>(100, 4));
  const std::string rows = display.number_rows();
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 20);
}

TEST_F(NumbersDisplayTest, ThousandsAreSeparatedAndAWideRangeHasAWholeAverage) {
  stream.parameters.min = -2'000'000'000;
  stream.parameters.max = 1'999'999'999;
  receive(std::vector<std::int32_t>(1000, 1'234'567'891));
  EXPECT_EQ(view.number, "1,234,567,891");
  EXPECT_EQ(view.mean, "Average of 1,000 numbers: 1,234,567,891 (expected -0.5)");
  EXPECT_TRUE(display.number_rows().starts_with("1,000\t1,234,567,891\n"));
  EXPECT_TRUE(display.bin_rows().starts_with("-2,000,000,000 to -1,800,000,001\t0\t50.0\n"));
  EXPECT_NE(display.bin_rows().find("\t1,000\t50.0\n"), std::string::npos);
  display.read_line(0);
  display.describe(view);
  EXPECT_TRUE(view.line_reading.ends_with(": 1,234,567,891"));
}

TEST_F(NumbersDisplayTest, AFileHoldsEveryNumberThatCameAlsoDuringAPause) {
  receive({1, 2});
  display.set_paused(true);
  receive({9});
  EXPECT_EQ(display.csv(), "number,value\r\n1,1\r\n2,2\r\n3,9\r\n");
  EXPECT_EQ(display.numbers_alone(), "1\n2\n9\n");
}

TEST_F(NumbersDisplayTest, ANewStreamBeginsAnew) {
  receive({1, 2, 2});
  display.read_line_at(0);
  display.read_histogram_at(0);
  display.set_paused(true);
  ReceivedStream next;
  display.follow(next);
  display.update(0s, true);
  display.describe(view);
  EXPECT_FALSE(display.is_paused());
  EXPECT_EQ(display.shown(), 0u);
  EXPECT_TRUE(display.line(100, 4).line.empty());
  EXPECT_EQ(view.number, "–");  // the old number is none of this stream
  EXPECT_EQ(view.line_size, 0u);
  EXPECT_EQ(view.mean, "");
  next.token = stream.token;
  next.parameters = stream.parameters;
  next.numbers = {2, 2, 2, 2, 2, 2, 2};  // one less than the repetition count's cutoff
  next.token = stream.token;
  display.update(6s, true);
  display.describe(view);
  EXPECT_EQ(view.mean, "Average of 7 numbers: 2.0 (expected 4.5)");
  EXPECT_FALSE(view.is_unusual);
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(view.histogram_reading, "");
}

}  // namespace
}  // namespace sws
