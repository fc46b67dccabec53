#include <algorithm>
#include <cmath>

#include "frontend/chart/axis.hpp"
#include "frontend/chart/decimal.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

constexpr double kMostSize = 4e307;    // a range of such values, rounded up to ticks, is finite
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

Step step_for(double span, double least_step) {
  const double least = std::max(span / kMostSteps, least_step);
  const int exponent = decimal_of(json_text(least)).point - 1;
  for (const int mantissa : {1, 2, 5}) {
    const Step step{mantissa, exponent};
    if (step.size() >= least * (1 - kFuzz)) return step;
  }
  return {1, exponent + 1};
}

}  // namespace

float ValueAxis::place(double value) const {
  return static_cast<float>((std::clamp(value, lowest, highest) - lowest) / (highest - lowest));
}

ValueAxis value_axis(double smallest, double largest, std::optional<double> min, std::optional<double> max,
                     double least_step) {
  double lowest = std::clamp(std::min(smallest, min.value_or(smallest)), -kMostSize, kMostSize);
  double highest = std::clamp(std::max(largest, max.value_or(largest)), -kMostSize, kMostSize);
  double size = std::max(std::abs(lowest), std::abs(highest));
  if (size < kLeastSize) {
    size = 1;
    lowest = highest = 0;
  }
  if (highest - lowest < kLeastSpan * size) {
    lowest -= kLonePadding * size;
    highest += kLonePadding * size;
  }
  const Step step = step_for(highest - lowest, least_step);
  const auto before = [&](double value) { return std::floor(value / step.size() + kFuzz); };
  const auto behind = [&](double value) { return std::ceil(value / step.size() - kFuzz); };
  double first = behind(lowest), last = before(highest);
  if (!min || lowest < *min) lowest = std::min(lowest, step.size() * (first = before(lowest)));
  if (!max || highest > *max) highest = std::max(highest, step.size() * (last = behind(highest)));
  ValueAxis axis{lowest, highest, {}};
  const NumberFormat format = format_for(std::max(std::abs(lowest), std::abs(highest)), -step.exponent);
  for (auto n = static_cast<std::int64_t>(first); n <= static_cast<std::int64_t>(last); ++n) {
    const Decimal value = decimal_of(n * step.mantissa, step.exponent);
    axis.ticks.push_back({axis.place(static_cast<double>(n) * step.size()), written(value, format)});
  }
  return axis;
}

}  // namespace sws
