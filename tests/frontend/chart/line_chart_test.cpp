#include "frontend/chart/line_chart.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sws {
namespace {

using Values = std::vector<std::int32_t>;

TEST(LineChart, ShowsTwoMinutesButAtLeastSixtyNumbers) {
  EXPECT_EQ(window_of(10, 1000), (Window{0, 10}));
  EXPECT_EQ(window_of(1000, 1000), (Window{880, 1000}));
  EXPECT_EQ(window_of(20'000, 10), (Window{8000, 20'000}));
  EXPECT_EQ(window_of(1000, 3'600'000), (Window{940, 1000}));
  EXPECT_EQ(window_of(50'000, 0), window_of(50'000, 1));
}

TEST(LineChart, SpreadsTheNumbersFromEdgeToEdge) {
  EXPECT_EQ(line_points(Values{0, 100, 50}, 0, 100, 100), (std::vector<Point>{{0, 1}, {0.5, 0}, {1, 0.5}}));
}

TEST(LineChart, OneNumberStandsInTheMiddle) {
  EXPECT_EQ(line_points(Values{25}, 0, 100, 100), (std::vector<Point>{{0.5, 0.75}}));
  EXPECT_TRUE(line_points(Values{}, 0, 100, 100).empty());
}

TEST(LineChart, ARangeOfOneValueIsALineInTheMiddle) {
  EXPECT_EQ(line_points(Values{7, 7}, 7, 7, 100), (std::vector<Point>{{0, 0.5}, {1, 0.5}}));
}

TEST(LineChart, NumbersOutsideTheRangeAreDrawnAtItsEdge) {
  EXPECT_EQ(line_points(Values{-5, 500}, 0, 100, 100), (std::vector<Point>{{0, 1}, {1, 0}}));
}

TEST(LineChart, TheWholeInt32RangeFits) {
  using Int32 = std::numeric_limits<std::int32_t>;
  EXPECT_EQ(line_points(Values{Int32::min(), Int32::max()}, Int32::min(), Int32::max(), 100),
            (std::vector<Point>{{0, 1}, {1, 0}}));
}

TEST(LineChart, AColumnOfManyNumbersKeepsItsExtremes) {
  Values numbers(1000, 50);
  numbers[503] = 100;
  numbers[508] = 0;
  const auto points = line_points(numbers, 0, 100, 10);
  EXPECT_LE(points.size(), 20u);
  EXPECT_EQ(points[10], (Point{x_of(503, 1000), 0}));
  EXPECT_EQ(points[11], (Point{x_of(508, 1000), 1}));
  for (std::size_t i = 1; i < points.size(); ++i) EXPECT_LT(points[i - 1].x, points[i].x);
}

TEST(LineChart, APointIsReadWhereItIsDrawn) {
  for (std::size_t i = 0; i < 120; ++i) EXPECT_EQ(index_at(x_of(i, 120), 120), i);
  EXPECT_EQ(index_at(-1, 120), 0u);
  EXPECT_EQ(index_at(2, 120), 119u);
  EXPECT_EQ(index_at(0.7, 1), 0u);
  EXPECT_EQ(index_at(0.7, 0), 0u);
}

}  // namespace
}  // namespace sws
