#include "frontend/chart/sample_chart.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

std::vector<Point> sample_line(std::span<const LoggedSample> samples, const TimeRange& times,
                               const ValueAxis& values, std::size_t columns) {
  return line_through(sample_points(samples, times, values), columns);
}

using Samples = std::vector<LoggedSample>;

// Samples with these values, one each `step_ms`.
Samples samples(const std::vector<double>& values, std::int64_t step_ms = 1000) {
  Samples all;
  for (const double value : values) {
    const auto seq = all.size();
    all.push_back({{value, 1'000'000 + static_cast<std::int64_t>(seq) * step_ms}, seq, false});
  }
  return all;
}

TEST(SampleChartTest, ShowsTenMinutesOrSixHundredSamples) {
  EXPECT_EQ(samples_in_sight({}), 0u);
  EXPECT_EQ(samples_in_sight(samples({1, 2, 3})), 3u);
  const std::vector<double> many(5000, 1);
  EXPECT_EQ(samples_in_sight(samples(many, 60'000)), 600u);
  EXPECT_EQ(samples_in_sight(samples(many, 500)), 1201u);
  EXPECT_EQ(samples_in_sight(samples(many, 10)), 3600u);
}

TEST(SampleChartTest, ShowsNothingFromBeforeTheClockWasSetBack) {
  Samples all = samples({1, 2, 3, 4});
  all[0].sample.at_ms += 3'600'000;
  all[1].sample.at_ms += 3'600'000;
  EXPECT_EQ(samples_in_sight(all), 2u);
  all = samples({1, 2, 3, 4});
  all[1].sample.at_ms += 5000;  // was adjusted
  EXPECT_EQ(samples_in_sight(all), 4u);
}

TEST(SampleChartTest, TheTimeBeginsWithTheFirstSampleAndIsAtLeastASecond) {
  const TimeRange one = time_range_of(samples({1}));
  EXPECT_EQ(one.first_ms, 1'000'000);
  EXPECT_EQ(one.last_ms, 1'001'000);
  const TimeRange many = time_range_of(samples(std::vector<double>(12, 1)));
  EXPECT_EQ(many.first_ms, 1'000'000);
  EXPECT_EQ(many.last_ms, 1'011'000);
  Samples set_back = samples({1, 2});
  set_back[1].sample.at_ms = 970'000;
  EXPECT_EQ(time_range_of(set_back).first_ms, 970'000);
}

TEST(SampleChartTest, PlacesSamplesByTimeAndValue) {
  Samples all = samples({0, 5, 10}, 10'000);
  all[1].sample.at_ms = 1'005'000;
  const auto line = sample_line(all, time_range_of(all), ValueAxis{0, 10, {}}, 100);
  EXPECT_EQ(line, (std::vector<Point>{{0, 1}, {0.25f, 0.5f}, {1, 0}}));
}

TEST(SampleChartTest, NumbersThatAreMissingLeaveAGap) {
  Samples all = samples({0, 0, 0, 0}, 5000);
  all[2].is_behind_gap = true;
  const auto line = sample_line(all, time_range_of(all), ValueAxis{0, 10, {}}, 100);
  ASSERT_EQ(line.size(), 5u);
  EXPECT_EQ(line[2], kPenUp);
  EXPECT_EQ(line[3].y, 1);
  all = samples({1, 2});
  all[0].is_behind_gap = true;  // in front of everything in sight
  EXPECT_EQ(sample_line(all, time_range_of(all), ValueAxis{0, 10, {}}, 100).size(), 2u);
}

TEST(SampleChartTest, AColumnOfPixelsHasItsLowestAndHighestInTheirOrder) {
  const Samples all = samples({3, 1, 9, 2, 5, 6, 6, 6, 6, 6, 0}, 1000);  // five samples fall into each column
  const auto line = sample_line(all, time_range_of(all), ValueAxis{0, 10, {}}, 2);
  EXPECT_EQ(line, (std::vector<Point>{{0.1f, 0.9f}, {0.2f, 1 - 0.9f}, {0.5f, 1 - 0.6f}, {1, 1}}));
  const Samples falling = samples({9, 5, 1, 4, 5, 6, 6, 6, 6, 6, 0}, 1000);
  EXPECT_EQ(sample_line(falling, time_range_of(falling), ValueAxis{0, 10, {}}, 2)[0], (Point{0, 1 - 0.9f}));
}

TEST(SampleChartTest, ASampleBehindAGapIsDrawnInTheSameColumnToo) {
  Samples all = samples({0, 0, 0, 10}, 1);
  all[2].is_behind_gap = true;
  const auto line = sample_line(all, time_range_of(all), ValueAxis{0, 10, {}}, 2);
  ASSERT_EQ(line.size(), 4u);  // the first two are the same point
  EXPECT_EQ(line[1], kPenUp);
}

TEST(SampleChartTest, FindsTheSampleThatIsDrawnNearest) {
  Samples all = samples({0, 5, 10}, 10'000);
  const TimeRange times = time_range_of(all);
  EXPECT_EQ(sample_at(0.2, all, times), 0u);
  EXPECT_EQ(sample_at(0.3, all, times), 1u);
  EXPECT_EQ(sample_at(1.5, all, times), 2u);
  EXPECT_EQ(sample_at(-1, all, times), 0u);
}

}  // namespace
}  // namespace sws
