#include "frontend/chart/histogram_chart.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(HistogramChart, AnEvenDistributionReachesItsLineEverywhere) {
  Distribution distribution(0, 100);
  for (int value = 0; value <= 100; ++value) distribution.add(value);
  const HistogramChart chart = histogram_chart(distribution);
  ASSERT_EQ(chart.bars.size(), 20u);
  EXPECT_FLOAT_EQ(chart.expected, 1 / 1.5f);
  for (const float bar : chart.bars) EXPECT_FLOAT_EQ(bar, chart.expected);
}

TEST(HistogramChart, TheAxisReachesToTheTickAboveTheTallestBar) {
  Distribution distribution(0, 1);
  for (int i = 0; i < 9; ++i) distribution.add(1);
  distribution.add(0);
  const HistogramChart chart = histogram_chart(distribution);
  EXPECT_FLOAT_EQ(chart.bars[0], 0.2f / 2);
  EXPECT_FLOAT_EQ(chart.bars[1], 1.8f / 2);
  EXPECT_FLOAT_EQ(chart.expected, 0.5f);
  EXPECT_EQ(chart.heights.back(), (Tick{1, "2.0"}));
}

std::string labels(const std::vector<Tick>& ticks) {
  std::string all;
  for (const Tick& tick : ticks) all += (all.empty() ? "" : " ") + tick.label;
  return all;
}

TEST(HistogramChart, TheAxesSayWhichValuesAndHowManyTimesAsManyAsExpected) {
  const HistogramChart chart = histogram_chart(Distribution(0, 100));
  EXPECT_EQ(labels(chart.values), "0 20 40 60 80 100");
  EXPECT_FLOAT_EQ(chart.values[0].at, 0.5f / 101);
  EXPECT_FLOAT_EQ(chart.values[5].at, 100.5f / 101);
  EXPECT_EQ(labels(chart.heights), "0.0 0.5 1.0 1.5");
  EXPECT_FLOAT_EQ(chart.heights[2].at, chart.expected);
}

TEST(HistogramChart, ATickOfADieIsInTheMiddleOfItsBar) {
  const HistogramChart chart = histogram_chart(Distribution(1, 6));
  EXPECT_EQ(labels(chart.values), "1 2 3 4 5 6");
  EXPECT_FLOAT_EQ(chart.values[0].at, 1 / 12.0f);
}

TEST(HistogramChart, OneValueAloneHasOneTickInTheMiddle) {
  const HistogramChart chart = histogram_chart(Distribution(7, 7));
  EXPECT_EQ(labels(chart.values), "7");
  EXPECT_FLOAT_EQ(chart.values[0].at, 0.5f);
}

TEST(HistogramChart, WithoutNumbersThereAreNoBars) {
  for (const float bar : histogram_chart(Distribution(0, 100)).bars) EXPECT_EQ(bar, 0);
}

}  // namespace
}  // namespace sws
