#include "frontend/chart/line_chart.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using Points = std::vector<Point>;

TEST(LineChart, FewPointsAreDrawnAsTheyAre) {
  const Points points{{0, 1}, {0.5, 0}, {1, 0.5}};
  EXPECT_EQ(line_through(points, 100), points);
  EXPECT_TRUE(line_through({}, 100).empty());
}

TEST(LineChart, AColumnOfManyPointsKeepsItsLowestAndHighestInTheirOrder) {
  Points points;
  for (int i = 0; i < 1000; ++i) points.push_back({static_cast<float>(i) / 1000, 0.5f});
  points[503].y = 0;
  points[508].y = 1;
  points[603].y = 1;
  points[608].y = 0;
  const Points line = line_through(points, 10);
  EXPECT_EQ(line.size(), 12u);  // a column of equal points needs one
  EXPECT_EQ(line[5], points[503]);
  EXPECT_EQ(line[6], points[508]);
  EXPECT_EQ(line[7], points[603]);
  EXPECT_EQ(line[8], points[608]);
}

TEST(LineChart, AMillionPointsAreAtMostTwoForEachColumn) {
  Points points;
  for (int i = 0; i < 1'000'000; ++i)
    points.push_back({static_cast<float>(i) / 1e6f, static_cast<float>(i % 7) / 7});
  EXPECT_EQ(line_through(points, 300).size(), 600u);
}

TEST(LineChart, ALiftedPenIsKeptAlsoWithinAColumn) {
  const Points line = line_through(Points{{0, 1}, {0.01f, 1}, kPenUp, {0.02f, 0.5f}, {0.03f, 0.2f}}, 2);
  EXPECT_EQ(line, (Points{{0, 1}, kPenUp, {0.02f, 0.5f}, {0.03f, 0.2f}}));
}

}  // namespace
}  // namespace sws
