#include "frontend/page/samples_display.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sws {
namespace {

constexpr std::int64_t kNoon = 1'764'158'400'000;  // 2025-11-26 12:00 UTC

class SamplesDisplayTest : public testing::Test {
 protected:
  SamplesDisplayTest() { log.begin({"temperature", LogId{1}, 0}); }
  // Each number comes a second after the one before.
  void receive(const std::vector<double>& values) {
    LogNumbers run{log.next(), {}};
    for (const double value : values) {
      run.samples.push_back({value, kNoon + 1000 * static_cast<std::int64_t>(log.next() + run.samples.size())});
    }
    log.append(run);
    update();
  }
  void update() {
    display.update();
    display.describe(view);
  }
  // What stands on the page after numbers, the last of which is `last`.
  std::string shown(std::vector<double> values) {
    ReceivedLog other;
    other.begin({"a", LogId{1}, 0});
    LogNumbers run{0, {}};
    for (const double value : values) run.samples.push_back({value, kNoon});
    other.append(run);
    SamplesDisplay its_display(other, {});
    View its_view;
    its_display.update();
    its_display.describe(its_view);
    return its_view.number;
  }

  ReceivedLog log;
  ChannelInfo channel{.name = "temperature", .unit = "°C"};
  SamplesDisplay display{log, channel};
  View view;
};

TEST_F(SamplesDisplayTest, ShowsNothingBeforeTheFirstNumber) {
  update();
  EXPECT_FALSE(view.has_numbers);
  EXPECT_TRUE(display.chart(100, 5).line.empty());
  display.read_at(0.5);
  display.read_sample(0);
  update();
  EXPECT_EQ(view.line_index, std::nullopt);
}

TEST_F(SamplesDisplayTest, ShowsTheLastNumberAloneAndTheStatisticsWithTheUnit) {
  receive({21.5, 20, 24.25, 22.5});
  EXPECT_TRUE(view.has_numbers);
  EXPECT_EQ(view.number, "22.50");
  EXPECT_EQ(view.progress, "number 4");
  EXPECT_EQ(view.last, "22.50 °C");
  EXPECT_EQ(view.smallest, "20.00 °C");
  EXPECT_EQ(view.largest, "24.25 °C");
  EXPECT_EQ(view.sample_mean, "22.063 °C");
  EXPECT_EQ(view.sight, "4 numbers since 12:00:00");
  EXPECT_EQ(view.chart_label,
            "Line chart of 4 numbers since 12:00:00: the latest is 22.50 °C, the smallest 20.00 °C, the largest "
            "24.25 °C");
}

TEST_F(SamplesDisplayTest, TheNumberHasAsManyDecimalsAsTheNumbersAroundItNeed) {
  EXPECT_EQ(shown({1, 2, 3}), "3");
  EXPECT_EQ(shown({-1.5, 3}), "3.0");
  EXPECT_EQ(shown({21.299999237060547, 21.399999618530273, 25.1}), "25.100");
  EXPECT_EQ(shown({0.1 + 0.2}), "0.300000");
  EXPECT_EQ(shown({1e-9, 2.5e-9}), "2.5e-9");
  EXPECT_EQ(shown({5e21}), "5e21");
  EXPECT_EQ(shown({-0.0}), "0");
  EXPECT_EQ(shown({123456789.123, 123456790}), "123,456,790.000");
  EXPECT_EQ(shown({1e308, -1e308, 1.7e308}), "1.7e308");
  EXPECT_EQ(shown({1.7e308, 5}), "5");
  EXPECT_EQ(shown({100, 0.04}), "0.04");
}

TEST_F(SamplesDisplayTest, TheStatisticsAreThoseOfTheSamplesInSight) {
  receive({1000});
  receive(std::vector<double>(601, 1));
  EXPECT_EQ(display.in_sight(), 601u);
  EXPECT_EQ(view.largest, "1 °C");
  EXPECT_EQ(view.sample_mean, "1.0 °C");
}

TEST_F(SamplesDisplayTest, TheAverageOfAWideRangeHasNoDecimals) {
  receive({-1e9, 1e9, 1e9});
  EXPECT_EQ(view.sample_mean, "333,333,333 °C");
}

TEST_F(SamplesDisplayTest, ThousandsAreSeparated) {
  receive(std::vector<double>(1000, 12345));
  EXPECT_EQ(view.number, "12,345");
  EXPECT_EQ(view.last, "12,345 °C");
  EXPECT_TRUE(display.number_rows().starts_with("1,000\t12,345\t12:16:39\n"));
}

TEST_F(SamplesDisplayTest, TheTimeAxisBeginsWithTheFirstSample) {
  receive({1, 2});
  EXPECT_EQ(display.chart(100, 3).line.front().x, 0);
  EXPECT_EQ(display.chart(100, 3).times.front(), (Tick{0, "12:00:00"}));
}

TEST_F(SamplesDisplayTest, TimesAreLocal) {
  display.set_local_time(-3'600'000);
  receive({1, 2});
  EXPECT_EQ(view.sight, "2 numbers since 11:00:00");
  EXPECT_EQ(display.number_rows(), "2\t2\t11:00:01\n1\t1\t11:00:00\n");
}

TEST_F(SamplesDisplayTest, TheChartHasAxes) {
  receive({0, 10, 5, 10, 5, 10, 5, 10, 5, 10, 5});
  const auto chart = display.chart(100, 3);
  EXPECT_EQ(chart.line.size(), 11u);
  ASSERT_EQ(chart.values.size(), 6u);
  EXPECT_EQ(chart.values[1].label, "2");
  ASSERT_EQ(chart.times.size(), 3u);
  EXPECT_EQ(chart.times[1].label, "12:00:05");
  EXPECT_EQ(chart.cursor, std::nullopt);
}

TEST_F(SamplesDisplayTest, TheChartHasTheRangeOfTheChannel) {
  channel.min = 0;
  channel.max = 100;
  SamplesDisplay its_display(log, channel);
  receive({50});
  its_display.update();
  EXPECT_EQ(its_display.chart(100, 3).values.back().label, "100");
  EXPECT_EQ(its_display.chart(100, 3).line[0].y, 0.5f);
}

TEST_F(SamplesDisplayTest, ReadsTheSampleThatIsPointedAt) {
  receive({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  display.read_at(0.22);
  update();
  EXPECT_EQ(view.line_index, 2u);
  EXPECT_EQ(view.line_reading, "12:00:02: 2 °C");
  EXPECT_EQ(display.chart(100, 3).cursor, (Point{0.2f, 1 - 0.2f}));
  display.read_sample(10);
  update();
  EXPECT_EQ(view.line_reading, "12:00:10: 10 °C");
  display.read_at(std::nullopt);
  update();
  EXPECT_EQ(view.line_reading, "");
  EXPECT_EQ(display.chart(100, 3).cursor, std::nullopt);
}

TEST_F(SamplesDisplayTest, ASampleThatIsReadMovesAwayWithItsTime) {
  receive(std::vector<double>(601, 1));
  display.read_sample(1);
  receive({1});
  EXPECT_EQ(view.line_index, 0u);
  receive({1});
  EXPECT_EQ(view.line_index, std::nullopt);
}

TEST_F(SamplesDisplayTest, StandsStillWhilePausedAndCatchesUpAfterwards) {
  receive({1, 2});
  display.set_paused(true);
  receive({30, 4.5});
  EXPECT_EQ(view.number, "2");
  EXPECT_EQ(view.largest, "2 °C");
  EXPECT_EQ(display.chart(100, 3).line.size(), 2u);
  EXPECT_EQ(display.number_rows(), "2\t2\t12:00:01\n1\t1\t12:00:00\n");
  display.set_paused(false);
  update();
  EXPECT_EQ(view.number, "4.5");
  EXPECT_EQ(view.largest, "30.0 °C");
}

TEST_F(SamplesDisplayTest, APauseEndsWhenItsSamplesAreDropped) {
  receive({1, 2});
  display.set_paused(true);
  receive(std::vector<double>(1000, 3));
  EXPECT_TRUE(display.is_paused());
  EXPECT_EQ(view.number, "2");
  for (int i = 0; i < 120; ++i) receive(std::vector<double>(1000, 3));
  EXPECT_FALSE(display.is_paused());
  EXPECT_EQ(view.number, "3");
  EXPECT_EQ(view.smallest, "3 °C");
}

TEST_F(SamplesDisplayTest, AFileHasTheExactNumbersAndTheirTimes) {
  receive({0.1 + 0.2, -5});
  display.set_paused(true);
  receive({21.5});
  EXPECT_EQ(display.csv(),
            "number,value,time\r\n1,0.30000000000000004,2025-11-26T12:00:00.000Z\r\n"
            "2,-5,2025-11-26T12:00:01.000Z\r\n3,21.5,2025-11-26T12:00:02.000Z\r\n");
  EXPECT_EQ(display.numbers_alone(), "0.30000000000000004\n-5\n21.5\n");
}

TEST_F(SamplesDisplayTest, TheTableHasTheLastTwenty) {
  receive(std::vector<double>(100, 4));
  const std::string rows = display.number_rows();
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 20);
  EXPECT_TRUE(rows.starts_with("100\t4\t12:01:39\n"));
}

}  // namespace
}  // namespace sws
