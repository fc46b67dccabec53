#include "frontend/statistics/distribution.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sws {
namespace {

using Int32 = std::numeric_limits<std::int32_t>;

TEST(Distribution, BinsCoverTheRangeWithoutGapOrOverlap) {
  const struct {
    std::int32_t min, max;
  } ranges[] = {{0, 0}, {0, 100}, {-7, 12}, {-7, 13}, {5, 6}, {Int32::min(), Int32::max()}, {0, Int32::max()}};
  for (const auto& [min, max] : ranges) {
    const Distribution distribution(min, max);
    std::int64_t next = min;
    double shares = 0;
    for (const auto& bin : distribution.bins()) {
      EXPECT_EQ(bin.first, next);
      EXPECT_GE(bin.last, bin.first);
      next = std::int64_t{bin.last} + 1;
      shares += bin.share;
    }
    EXPECT_EQ(next, std::int64_t{max} + 1);
    EXPECT_NEAR(shares, 1, 1e-12);
  }
}

TEST(Distribution, EachValueIsCountedInItsBin) {
  for (const std::int32_t max : {0, 1, 19, 20, 100}) {
    for (std::int32_t value = 0; value <= max; ++value) {
      Distribution distribution(0, max);
      distribution.add(value);
      for (const auto& bin : distribution.bins()) {
        EXPECT_EQ(bin.count, bin.first <= value && value <= bin.last ? 1u : 0u) << value << " of " << max;
      }
    }
  }
}

TEST(Distribution, TheWholeInt32RangeIsCountedToo) {
  Distribution distribution(Int32::min(), Int32::max());
  distribution.add(Int32::min());
  distribution.add(Int32::max());
  EXPECT_EQ(distribution.bins().front().count, 1u);
  EXPECT_EQ(distribution.bins().back().count, 1u);
  EXPECT_DOUBLE_EQ(distribution.mean(), -0.5);
  EXPECT_DOUBLE_EQ(distribution.expected_mean(), -0.5);
}

TEST(Distribution, NumbersOutsideTheRangeAreCountedApart) {
  Distribution distribution(0, 5);
  distribution.add(6);
  distribution.add(-1);
  distribution.add(5);
  EXPECT_EQ(distribution.count(), 1u);
  EXPECT_EQ(distribution.outside(), 2u);
  EXPECT_DOUBLE_EQ(distribution.mean(), 5);
}

TEST(Distribution, IsJudgedOnceFiveAreExpectedInEachBin) {
  Distribution coin(0, 1);
  EXPECT_EQ(coin.count_to_judge(), 10u);
  for (int i = 0; i < 9; ++i) coin.add(0);
  EXPECT_FALSE(coin.can_judge());
  coin.add(0);
  EXPECT_TRUE(coin.can_judge());
  EXPECT_EQ(Distribution(0, 100).count_to_judge(), 101u);
}

TEST(Distribution, OneValueAloneIsNothingToJudge) {
  Distribution distribution(7, 7);
  for (int i = 0; i < 1000; ++i) distribution.add(7);
  EXPECT_FALSE(distribution.can_judge());
}

// The textbook example of a die whose faces came 5, 8, 9, 8, 10 and 20 times: χ² = 13.4 with 5 degrees of freedom,
// and p = 0.01991.
TEST(Distribution, ChiSquaredIsPearsons) {
  Distribution die(1, 6);
  const int times[] = {5, 8, 9, 8, 10, 20};
  for (int face = 1; face <= 6; ++face) {
    for (int i = 0; i < times[face - 1]; ++i) die.add(face);
  }
  EXPECT_NEAR(die.chi_squared(), 13.4, 1e-12);
  EXPECT_NEAR(die.p_value(), 0.019905220334774374, 1e-12);
  EXPECT_EQ(die.judgement(), "The numbers are a little uneven, as in 1 of 50 fair streams.");
}

TEST(Distribution, UnequalBinsAreWeighedByTheirWidth) {
  Distribution distribution(0, 100);  // bins of five and six values
  for (int round = 0; round < 10; ++round) {
    for (int value = 0; value <= 100; ++value) distribution.add(value);
  }
  EXPECT_NEAR(distribution.chi_squared(), 0, 1e-9);
  EXPECT_DOUBLE_EQ(distribution.mean(), 50);
}

TEST(Distribution, JudgesInPlainWords) {
  EXPECT_EQ(judge_p_value(0.5), "The numbers look evenly spread.");
  EXPECT_EQ(judge_p_value(0.05), "The numbers look evenly spread.");
  EXPECT_EQ(judge_p_value(0.04), "The numbers are a little uneven, as in 1 of 25 fair streams.");
  EXPECT_EQ(judge_p_value(0.0025), "The numbers are a little uneven, as in 1 of 400 fair streams.");
  EXPECT_EQ(judge_p_value(0.0000123), "These numbers are unusual: only 1 in 81,000 fair streams looks like this.");
  EXPECT_EQ(judge_p_value(0.99995),
            "These numbers are unusually even: only 1 in 20,000 fair streams looks like this.");
  EXPECT_EQ(judge_p_value(0),
            "These numbers are unusual: only 1 in a million billion or more fair streams looks like this.");
  EXPECT_EQ(judge_p_value(1),
            "These numbers are unusually even: only 1 in a million billion or more fair streams looks like this.");
}

TEST(Distribution, JudgesAPValueAtItsBoundsByTheMilderWords) {
  EXPECT_EQ(judge_p_value(0.99989), "The numbers look evenly spread.");
  EXPECT_EQ(judge_p_value(0.99991),
            "These numbers are unusually even: only 1 in 11,000 fair streams looks like this.");
  EXPECT_EQ(judge_p_value(0.0499), "The numbers are a little uneven, as in 1 of 20 fair streams.");
  EXPECT_EQ(judge_p_value(0.0001), "The numbers are a little uneven, as in 1 of 10,000 fair streams.");
  EXPECT_EQ(judge_p_value(0.000099), "These numbers are unusual: only 1 in 10,000 fair streams looks like this.");
}

}  // namespace
}  // namespace sws
