#include "tests/bench/client/histogram.hpp"

#include <gtest/gtest.h>

namespace sws::bench {
namespace {

TEST(Histogram, WithoutValuesHasQuantileZero) {
  EXPECT_EQ(Histogram().quantile(0.5), 0);
  EXPECT_EQ(Histogram().max(), 0);
}

TEST(Histogram, SmallValuesAreExact) {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) histogram.record(i);
  EXPECT_EQ(histogram.quantile(0.5), 50);
  EXPECT_EQ(histogram.quantile(0.99), 99);
  EXPECT_EQ(histogram.quantile(1), 100);
}

TEST(Histogram, QuantilesOfLargeValuesAreWithinTwoPercentAndNotBelow) {
  Histogram histogram;
  for (std::int64_t i = 1; i <= 100'000; ++i) histogram.record(i * 10'000);
  for (const double q : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999}) {
    const double exact = q * 1e9;
    EXPECT_GE(static_cast<double>(histogram.quantile(q)), exact * 0.9999) << q;
    EXPECT_LE(static_cast<double>(histogram.quantile(q)), exact * 1.016) << q;
  }
  EXPECT_EQ(histogram.max(), 1'000'000'000);
}

TEST(Histogram, ClassesAreContiguous) {
  // Around each power of two the order of values must be kept.
  for (int bits = 5; bits < 39; ++bits) {
    const std::int64_t power = std::int64_t{1} << bits;
    Histogram histogram;
    histogram.record(power - 1);
    histogram.record(power);
    histogram.record(4 * power);
    EXPECT_EQ(histogram.quantile(0.3), power - 1) << bits;
    EXPECT_GE(histogram.quantile(0.6), power) << bits;
    EXPECT_LE(histogram.quantile(0.6), power + power / 63) << bits;
  }
}

TEST(Histogram, WhatIsOutOfRangeCountsAtItsEnds) {
  Histogram histogram;
  histogram.record(-5);
  histogram.record(INT64_MAX);
  EXPECT_EQ(histogram.count(), 2U);
  EXPECT_EQ(histogram.quantile(0.5), 0);
  EXPECT_EQ(histogram.quantile(1), (std::int64_t{1} << 40) - 1);
}

TEST(Histogram, MergingIsAsIfAllHadBeenRecordedInOne) {
  Histogram one;
  Histogram other;
  for (int i = 1; i <= 50; ++i) one.record(i);
  for (int i = 51; i <= 100; ++i) other.record(i);
  one.merge(other);
  EXPECT_EQ(one.count(), 100U);
  EXPECT_EQ(one.quantile(0.75), 75);
  EXPECT_EQ(one.max(), 100);
}

}  // namespace
}  // namespace sws::bench
