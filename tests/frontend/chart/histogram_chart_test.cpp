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

TEST(HistogramChart, TheTallestBarReachesTheTop) {
  Distribution distribution(0, 1);
  for (int i = 0; i < 9; ++i) distribution.add(1);
  distribution.add(0);
  const HistogramChart chart = histogram_chart(distribution);
  EXPECT_FLOAT_EQ(chart.bars[0], 0.2f / 1.8f);
  EXPECT_FLOAT_EQ(chart.bars[1], 1);
  EXPECT_FLOAT_EQ(chart.expected, 1 / 1.8f);
}

TEST(HistogramChart, WithoutNumbersThereAreNoBars) {
  for (const float bar : histogram_chart(Distribution(0, 100)).bars) EXPECT_EQ(bar, 0);
}

}  // namespace
}  // namespace sws
