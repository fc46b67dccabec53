#include "frontend/chart/histogram_chart.hpp"

#include <algorithm>

namespace sws {

HistogramChart histogram_chart(const Distribution& distribution) {
  std::vector<double> times_expected;
  for (const auto& bin : distribution.bins()) {
    const double expected = bin.share * static_cast<double>(distribution.count());
    times_expected.push_back(expected > 0 ? static_cast<double>(bin.count) / expected : 0);
  }
  constexpr double kLeastScale = 1.5;  // leaves room above the line when the bars are even
  const double scale = std::max(kLeastScale, *std::max_element(times_expected.begin(), times_expected.end()));
  HistogramChart chart{.bars = {}, .expected = static_cast<float>(1 / scale)};
  for (const double times : times_expected) chart.bars.push_back(static_cast<float>(times / scale));
  return chart;
}

}  // namespace sws
