// Turns a distribution into bars in the unit square. Each bar is as high as its count divided by the count that a
// uniform source would give, so that all bars of a uniform source reach the same line, however wide their bins are.
// Pure functions; shell/canvas draws the result.
#pragma once

#include <vector>

#include "frontend/chart/axis.hpp"
#include "frontend/statistics/distribution.hpp"

namespace sws {

struct HistogramChart {
  std::vector<float> bars;    // heights from 0 to 1, from left to right
  float expected = 0;         // the height of the line that a uniform source would reach
  std::vector<Tick> values;   // below the bars, in the middle of each value's place
  std::vector<Tick> heights;  // in multiples of what is expected
};

HistogramChart histogram_chart(const Distribution& distribution);

}  // namespace sws
