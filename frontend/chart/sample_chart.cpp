#include "frontend/chart/sample_chart.hpp"

#include <algorithm>
#include <cmath>

namespace sws {
namespace {

constexpr std::int64_t kSightMs = 600'000;
constexpr std::size_t kLeastInSight = 600, kMostInSight = 3600;
constexpr std::int64_t kLeastTimeMs = 10'000;
constexpr std::int64_t kSetBackMs = 60'000;  // a clock that is merely adjusted moves by less

Point point_of(const LoggedSample& logged, const TimeRange& times, const ValueAxis& values) {
  return {times.place(logged.sample.at_ms), 1 - values.place(logged.sample.value)};
}

}  // namespace

float TimeRange::place(std::int64_t at_ms) const {
  const double passed = static_cast<double>(at_ms) - static_cast<double>(first_ms);
  const double place = passed / (static_cast<double>(last_ms) - static_cast<double>(first_ms));
  return static_cast<float>(std::clamp(place, 0.0, 1.0));
}

std::size_t samples_in_sight(std::span<const LoggedSample> samples) {
  const std::size_t most = std::min(samples.size(), kMostInSight);
  std::size_t count = 0;
  while (count < most) {
    const std::int64_t at_ms = samples[samples.size() - 1 - count].sample.at_ms;
    const std::int64_t last_ms = samples.back().sample.at_ms;
    if (count >= kLeastInSight && last_ms - at_ms > kSightMs) break;
    if (count > 0 && at_ms - samples[samples.size() - count].sample.at_ms > kSetBackMs) break;
    ++count;
  }
  return count;
}

TimeRange time_range_of(std::span<const LoggedSample> samples) {
  const std::int64_t last_ms = samples.back().sample.at_ms;
  return {std::min(samples.front().sample.at_ms, last_ms - kLeastTimeMs), last_ms};
}

std::vector<Point> sample_line(std::span<const LoggedSample> samples, const TimeRange& times,
                               const ValueAxis& values, std::size_t columns) {
  std::vector<Point> points;
  Point lowest{}, highest{};
  bool is_lowest_first = true;
  float column = -1;
  const auto draw_column = [&] {
    if (column < 0) return;
    points.push_back(is_lowest_first ? lowest : highest);
    if (lowest != highest) points.push_back(is_lowest_first ? highest : lowest);
  };
  for (const LoggedSample& logged : samples) {
    const Point point = point_of(logged, times, values);
    const float its_column = std::floor(point.x * static_cast<float>(columns));
    if (its_column != column || logged.is_behind_gap) {
      draw_column();
      if (logged.is_behind_gap && column >= 0) points.push_back(kPenUp);
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
  return points;
}

std::size_t sample_at(double x, std::span<const LoggedSample> samples, const TimeRange& times) {
  std::size_t nearest = 0;
  double least = 2;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double distance = std::abs(static_cast<double>(times.place(samples[i].sample.at_ms)) - x);
    if (distance <= least) {
      least = distance;
      nearest = i;
    }
  }
  return nearest;
}

}  // namespace sws
