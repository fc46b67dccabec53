// A line chart with its axes, of random numbers and of samples alike. Coordinates are those of the unit square with
// (0, 0) at the top left; the shell scales them to its canvas. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "frontend/chart/axis.hpp"

namespace sws {

struct Point {
  float x, y;
  bool operator==(const Point&) const = default;
};

// Stands in a line where the pen is lifted.
inline constexpr Point kPenUp{-1, -1};

struct LineChart {
  std::vector<Point> line;
  std::vector<Tick> values, times;
  std::string unit = {};             // of the values; empty if they have none
  std::optional<Point> cursor = {};  // the point that the visitor reads
};

// Returns the line through `points`, which go from left to right. If a column of pixels would hold more than two of
// them, only the column's lowest and highest are drawn.
std::vector<Point> line_through(std::span<const Point> points, std::size_t columns);

}  // namespace sws
