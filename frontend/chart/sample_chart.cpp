#include "frontend/chart/sample_chart.hpp"

#include <algorithm>
#include <cmath>

namespace sws {
namespace {

constexpr std::int64_t kSightMs = 600'000;
constexpr std::size_t kLeastInSight = 600, kMostInSight = 3600;
constexpr std::int64_t kLeastTimeMs = 1000;  // a clock shows no fractions of a second
constexpr std::int64_t kSetBackMs = 60'000;  // a clock that is merely adjusted moves by less

}  // namespace

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
  const std::int64_t first_ms = std::min(samples.front().sample.at_ms, last_ms);
  return {first_ms, std::max(last_ms, first_ms + kLeastTimeMs)};
}

std::vector<Point> sample_points(std::span<const LoggedSample> samples, const TimeRange& times,
                                 const ValueAxis& values) {
  std::vector<Point> points;
  points.reserve(samples.size());
  for (const LoggedSample& logged : samples) {
    if (logged.is_behind_gap && !points.empty()) points.push_back(kPenUp);
    points.push_back({times.place(logged.sample.at_ms), 1 - values.place(logged.sample.value)});
  }
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
