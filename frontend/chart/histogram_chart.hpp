// A distribution as bars in the unit square: as many numbers as a uniform source is expected to give reach the same
// line whatever a bin's width, so that one look tells.
#pragma once

#include <vector>

#include "frontend/statistics/distribution.hpp"

namespace sws {

struct HistogramChart {
  std::vector<float> bars;  // heights, 0 to 1, from left to right
  float expected = 0;       // the height of the line
};

HistogramChart histogram_chart(const Distribution& distribution);

}  // namespace sws
