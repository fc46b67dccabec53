// The last minutes of a stream as a line: which numbers are in sight, and where each is drawn. Coordinates are
// those of the unit square, (0, 0) at the top left; the shell scales them to its canvas.
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

// Numbers [first, last) of a stream.
struct Window {
  std::size_t first = 0, last = 0;
  std::size_t size() const { return last - first; }
  bool operator==(const Window&) const = default;
};

// The last two minutes of `count` numbers, but at least 60 of them, so that a slow stream has a picture too.
Window window_of(std::size_t count, std::uint32_t interval_ms);

// The line through `numbers`, which reach from `min` to `max` (what is outside is drawn at the edge). Where there
// are more than two numbers to a column, the column's lowest and highest stand for them all.
std::vector<Point> line_points(std::span<const std::int32_t> numbers, std::int32_t min, std::int32_t max,
                               std::size_t columns);

// Where number `index` of `count` is, and the one that is nearest to x.
float x_of(std::size_t index, std::size_t count);
std::size_t index_at(double x, std::size_t count);

}  // namespace sws
