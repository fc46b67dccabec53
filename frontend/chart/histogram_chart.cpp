#include "frontend/chart/histogram_chart.hpp"

#include <algorithm>

namespace sws {
namespace {

std::vector<Tick> values_below(double min, double max) {
  ValueAxis axis = value_axis(min, max, min, max, 1);
  std::vector<Tick> ticks;
  for (Tick& tick : axis.ticks) {
    const double value = axis.lowest + static_cast<double>(tick.at) * (axis.highest - axis.lowest);
    const double at = (value - min + 0.5) / (max - min + 1);
    if (at > 0 && at < 1) ticks.push_back({static_cast<float>(at), std::move(tick.label)});
  }
  return ticks;
}

}  // namespace

HistogramChart histogram_chart(const Distribution& distribution) {
  constexpr double kLeastHeight = 1.5;  // leaves room above the line when the bars are even
  double highest = kLeastHeight;
  std::vector<double> times_expected;
  for (const auto& bin : distribution.bins()) {
    const double expected = bin.share * static_cast<double>(distribution.count());
    times_expected.push_back(expected > 0 ? static_cast<double>(bin.count) / expected : 0);
    highest = std::max(highest, times_expected.back());
  }
  ValueAxis axis = value_axis(0, highest, 0);
  HistogramChart chart{.bars = {},
                       .expected = axis.place(1),
                       .values = values_below(distribution.bins().front().first, distribution.bins().back().last),
                       .heights = std::move(axis.ticks)};
  for (const double times : times_expected) chart.bars.push_back(axis.place(times));
  return chart;
}

}  // namespace sws
