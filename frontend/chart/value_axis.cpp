#include <algorithm>
#include <cmath>
#include <limits>

#include "frontend/chart/axis.hpp"
#include "frontend/chart/decimal.hpp"

namespace sws {
namespace {

constexpr double kMost = std::numeric_limits<double>::max();
constexpr double kLeastSize = 1e-290;  // below it steps would no longer be exact
constexpr double kLeastSpan = 1e-9;    // of the size: finer steps would have labels of too many digits
constexpr double kLonePadding = 0.05;  // of the size, around a value that stays the same
constexpr double kMostSteps = 5;       // with more of them the labels of a low chart would touch

// Steps are not exact in binary. A value so few steps beside a tick counts as standing at it.
constexpr double kFuzz = 1e-6;

// A step of mantissa × 10^exponent, where the mantissa is 1, 2 or 5.
struct Step {
  int mantissa, exponent;
  double size() const { return mantissa * std::pow(10, exponent); }
};

// Returns a step for the range from `lowest` to `highest`, which may be so far apart that their difference is
// infinite.
Step step_for(double lowest, double highest, double least_step) {
  const double least = std::max(highest / kMostSteps - lowest / kMostSteps, least_step);
  const int exponent = decimal_of(least).point - 1;
  for (const int mantissa : {1, 2, 5}) {
    const Step step{mantissa, exponent};
    if (step.size() >= least * (1 - kFuzz)) return step;
  }
  return {1, exponent + 1};
}

}  // namespace

float ValueAxis::place(double value) const {
  // The whole difference of huge values is infinite, half of it is not.
  const auto half_above = [&](double at) { return at / 2 - lowest / 2; };
  return static_cast<float>(half_above(std::clamp(value, lowest, highest)) / half_above(highest));
}

ValueAxis value_axis(double smallest, double largest, std::optional<double> min, std::optional<double> max,
                     double least_step) {
  double lowest = std::min(smallest, min.value_or(smallest));
  double highest = std::max(largest, max.value_or(largest));
  double size = std::max(std::abs(lowest), std::abs(highest));
  if (size < kLeastSize) {
    size = 1;
    lowest = highest = 0;
  }
  if (highest - lowest < kLeastSpan * size) {
    lowest = std::max(lowest - kLonePadding * size, -kMost);
    highest = std::min(highest + kLonePadding * size, kMost);
  }
  const Step step = step_for(lowest, highest, least_step);
  const auto before = [&](double value) { return std::floor(value / step.size() + kFuzz); };
  const auto behind = [&](double value) { return std::ceil(value / step.size() - kFuzz); };
  double first = behind(lowest), last = before(highest);
  if (!min || lowest < *min) lowest = std::min(lowest, step.size() * (first = before(lowest)));
  if (!max || highest > *max) highest = std::max(highest, step.size() * (last = behind(highest)));
  ValueAxis axis{std::max(lowest, -kMost), std::min(highest, kMost), {}};
  const double size_of_all = std::max(std::abs(axis.lowest), std::abs(axis.highest));
  const auto add = [&](double value, int more_decimals) {
    const Decimal decimal = decimal_of(value);
    const int decimals = std::clamp(decimal.decimals(), -step.exponent, more_decimals - step.exponent);
    axis.ticks.push_back({axis.place(value), written(decimal, format_for(size_of_all, decimals))});
  };
  // An end that is no step has a label too, perhaps with two decimals more. A step that is too close to it has
  // none.
  const auto is_at = [&](double n, double end) { return std::abs(n * step.size() - end) < kFuzz * step.size(); };
  const bool begins_with_step = is_at(first, axis.lowest), ends_with_step = is_at(last, axis.highest);
  if (!begins_with_step) add(axis.lowest, 2);
  const int steps = static_cast<int>(last - first);
  for (int i = 0; i <= steps; ++i) {
    const double value = (first + i) * step.size(), room = step.size() / 2;
    if (!begins_with_step && value - axis.lowest < room) continue;
    if (!ends_with_step && axis.highest - value < room) continue;
    add(value, 0);
  }
  if (!ends_with_step) add(axis.highest, 2);
  return axis;
}

}  // namespace sws
