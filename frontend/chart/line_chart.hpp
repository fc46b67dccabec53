// Turns the last minutes of a stream into a line: decides which numbers are in sight and where each is drawn.
// Coordinates are those of the unit square with (0, 0) at the top left; the shell scales them to its canvas. Pure
// functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sws {

struct Point {
  float x, y;
  bool operator==(const Point&) const = default;
};

// The numbers [first, last) of a stream.
struct Window {
  std::size_t first = 0, last = 0;
  std::size_t size() const { return last - first; }
  bool operator==(const Window&) const = default;
};

// Returns the last two minutes of `count` numbers, but at least 60 numbers, so that a slow stream has a picture
// too.
Window window_of(std::size_t count, std::uint32_t interval_ms);

// Returns the line through `numbers`. The chart reaches from `min` to `max`; numbers outside are drawn at its edge.
// If a column of pixels would hold more than two numbers, only the column's lowest and highest are drawn.
std::vector<Point> line_points(std::span<const std::int32_t> numbers, std::int32_t min, std::int32_t max,
                               std::size_t columns);

// x_of() returns where number `index` of `count` is drawn, and index_at() the number that is drawn nearest to `x`.
float x_of(std::size_t index, std::size_t count);
std::size_t index_at(double x, std::size_t count);

}  // namespace sws
