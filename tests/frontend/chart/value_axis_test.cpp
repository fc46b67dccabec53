#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "frontend/chart/axis.hpp"

namespace sws {
namespace {

std::string labels(const ValueAxis& axis) {
  std::string all;
  for (const Tick& tick : axis.ticks) all += (all.empty() ? "" : " ") + tick.label;
  return all;
}

TEST(ValueAxisTest, ReachesToTheTicksAroundTheValues) {
  const ValueAxis axis = value_axis(20.3, 24.1);
  EXPECT_EQ(axis.lowest, 20);
  EXPECT_EQ(axis.highest, 25);
  EXPECT_EQ(labels(axis), "20 21 22 23 24 25");
  EXPECT_EQ(axis.ticks[0].at, 0);
  EXPECT_FLOAT_EQ(axis.ticks[1].at, 0.2f);
  EXPECT_EQ(axis.ticks[5].at, 1);
}

TEST(ValueAxisTest, ReachesToTheRangeThatTheChannelStates) {
  const ValueAxis axis = value_axis(20, 30, 0, 100);
  EXPECT_EQ(axis.lowest, 0);
  EXPECT_EQ(axis.highest, 100);
  EXPECT_EQ(labels(axis), "0 20 40 60 80 100");
}

TEST(ValueAxisTest, TheEndsOfAStatedRangeHaveLabels) {
  const ValueAxis axis = value_axis(50, 50, 3, 97);
  EXPECT_EQ(axis.lowest, 3);
  EXPECT_EQ(axis.highest, 97);
  EXPECT_EQ(labels(axis), "3 20 40 60 80 97");
  EXPECT_EQ(axis.ticks.front().at, 0);
  EXPECT_EQ(axis.ticks.back().at, 1);
  EXPECT_EQ(labels(value_axis(0, 99, 0, 99, 1)), "0 20 40 60 80 99");
  EXPECT_EQ(labels(value_axis(0, 1, 0.125, 99.375)), "0 20 40 60 80 99.4");
}

TEST(ValueAxisTest, ATickGivesWayToALabelOfTheEndThatIsTooClose) {
  EXPECT_EQ(labels(value_axis(0, 101, 0, 101, 1)), "0 50 101");
  EXPECT_EQ(labels(value_axis(-1, 100, -1, 100, 1)), "-1 50 100");
}

TEST(ValueAxisTest, TheHugestValuesStandWhereTheyBelong) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const ValueAxis axis = value_axis(-kMost, kMost);
  EXPECT_EQ(labels(axis), "-1.80e308 -1e308 0 1e308 1.80e308");
  EXPECT_FLOAT_EQ(axis.place(0), 0.5f);
  EXPECT_FLOAT_EQ(axis.place(kMost / 2), 0.75f);
  EXPECT_EQ(axis.place(kMost), 1);
  EXPECT_LT(value_axis(0, 1.7e308).place(1.2e308), 0.75f);
}

TEST(ValueAxisTest, AValueOutsideTheStatedRangeIsShownToo) {
  const ValueAxis axis = value_axis(-3, 130, 0, 100);
  EXPECT_EQ(axis.lowest, -50);
  EXPECT_EQ(axis.highest, 150);
}

TEST(ValueAxisTest, OneStatedEndLeavesTheOtherToTheValues) {
  const ValueAxis axis = value_axis(1.5, 8, 0);
  EXPECT_EQ(axis.lowest, 0);
  EXPECT_EQ(axis.highest, 8);
  EXPECT_EQ(labels(axis), "0 2 4 6 8");
}

TEST(ValueAxisTest, LabelsHaveTheDecimalsOfTheirStep) {
  EXPECT_EQ(labels(value_axis(0.1, 0.34)), "0.10 0.15 0.20 0.25 0.30 0.35");
  EXPECT_EQ(labels(value_axis(-0.4, 0.4)), "-0.4 -0.2 0.0 0.2 0.4");
  EXPECT_EQ(labels(value_axis(0, 1e-9)), "0 0.2e-9 0.4e-9 0.6e-9 0.8e-9 1.0e-9");
  EXPECT_EQ(labels(value_axis(1e21, 1.4e21)), "1.0e21 1.1e21 1.2e21 1.3e21 1.4e21");
  EXPECT_EQ(labels(value_axis(0, 2e6)), "0 500,000 1,000,000 1,500,000 2,000,000");
}

TEST(ValueAxisTest, AValueThatStaysTheSameStandsInTheMiddle) {
  EXPECT_FLOAT_EQ(value_axis(20, 20).place(20), 0.5f);
  EXPECT_EQ(labels(value_axis(20, 20)), "19.0 19.5 20.0 20.5 21.0");
  EXPECT_FLOAT_EQ(value_axis(0, 0).place(0), 0.5f);
  EXPECT_FLOAT_EQ(value_axis(-1e-9, -1e-9).place(-1e-9), 0.5f);
}

TEST(ValueAxisTest, AValueOutsideIsDrawnAtTheEdge) {
  const ValueAxis axis{0, 10, {}};
  EXPECT_EQ(axis.place(-1), 0);
  EXPECT_EQ(axis.place(11), 1);
  EXPECT_EQ(axis.place(5), 0.5f);
}

TEST(ValueAxisTest, EveryRangeHasAFewTicksInsideTheAxis) {
  using Limits = std::numeric_limits<double>;
  const double ends[] = {0,
                         -0.0,
                         1,
                         -1,
                         100,
                         21.3,
                         1e-9,
                         5e-324,
                         1e-300,
                         1e300,
                         -1e21,
                         1e21 + 1e6,
                         Limits::max(),
                         Limits::lowest(),
                         123456789.123};
  for (const double a : ends) {
    for (const double b : ends) {
      const ValueAxis axis = value_axis(std::min(a, b), std::max(a, b));
      EXPECT_LT(axis.lowest, axis.highest) << a << ' ' << b;
      EXPECT_TRUE(std::isfinite(axis.lowest) && std::isfinite(axis.highest));
      EXPECT_GE(axis.ticks.size(), 2u) << a << ' ' << b;
      EXPECT_LE(axis.ticks.size(), 8u) << a << ' ' << b;
      for (const Tick& tick : axis.ticks) {
        EXPECT_GE(tick.at, 0) << a << ' ' << b;
        EXPECT_LE(tick.at, 1) << a << ' ' << b;
        EXPECT_LE(tick.label.size(), 17u) << tick.label;
      }
    }
  }
}

}  // namespace
}  // namespace sws
