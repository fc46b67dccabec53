#include "frontend/chart/line_chart.hpp"

#include <cmath>

namespace sws {

std::vector<Point> line_through(std::span<const Point> points, std::size_t columns) {
  std::vector<Point> line;
  Point lowest{}, highest{};
  bool is_lowest_first = true;
  float column = kPenUp.x;
  const auto draw_column = [&] {
    if (column < 0) return;
    line.push_back(is_lowest_first ? lowest : highest);
    if (lowest != highest) line.push_back(is_lowest_first ? highest : lowest);
  };
  for (const Point& point : points) {
    const float its_column = point == kPenUp ? kPenUp.x : std::floor(point.x * static_cast<float>(columns));
    if (its_column != column) {
      draw_column();
      if (its_column < 0) line.push_back(kPenUp);
      column = its_column;
      lowest = highest = point;
    } else if (point.y > lowest.y) {  // downwards
      lowest = point;
      is_lowest_first = false;
    } else if (point.y < highest.y) {
      highest = point;
      is_lowest_first = true;
    }
  }
  draw_column();
  return line;
}

}  // namespace sws
