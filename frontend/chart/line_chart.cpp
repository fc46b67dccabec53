#include "frontend/chart/line_chart.hpp"

#include <algorithm>
#include <cmath>

namespace sws {
namespace {

constexpr std::size_t kWindowMs = 120'000;
constexpr std::size_t kLeastNumbers = 60;

}  // namespace

Window window_of(std::size_t count, std::uint32_t interval_ms) {
  const std::size_t most = std::max(kLeastNumbers, kWindowMs / std::max(interval_ms, 1u));
  return {count > most ? count - most : 0, count};
}

std::vector<Point> line_points(std::span<const std::int32_t> numbers, std::int32_t min, std::int32_t max,
                               std::size_t columns) {
  const std::size_t count = numbers.size();
  const double height = static_cast<double>(max) - min;
  const auto point = [&](std::size_t index) {
    const double above_min = static_cast<double>(std::clamp(numbers[index], min, max)) - min;
    return Point{x_of(index, count), height > 0 ? static_cast<float>(1 - above_min / height) : 0.5f};
  };
  std::vector<Point> points;
  if (count <= 2 * columns) {
    for (std::size_t i = 0; i < count; ++i) points.push_back(point(i));
    return points;
  }
  for (std::size_t column = 0; column < columns; ++column) {
    const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>(column * count / columns);
    const auto end = numbers.begin() + static_cast<std::ptrdiff_t>((column + 1) * count / columns);
    const auto [lowest, highest] = std::minmax_element(begin, end);
    const auto first = static_cast<std::size_t>(std::min(lowest, highest) - numbers.begin());
    const auto second = static_cast<std::size_t>(std::max(lowest, highest) - numbers.begin());
    points.push_back(point(first));
    if (second != first) points.push_back(point(second));
  }
  return points;
}

float x_of(std::size_t index, std::size_t count) {
  return count > 1 ? static_cast<float>(static_cast<double>(index) / static_cast<double>(count - 1)) : 0.5f;
}

std::size_t index_at(double x, std::size_t count) {
  if (count < 2) return 0;
  return static_cast<std::size_t>(std::lround(std::clamp(x, 0.0, 1.0) * static_cast<double>(count - 1)));
}

}  // namespace sws
