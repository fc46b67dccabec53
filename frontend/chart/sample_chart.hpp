// Turns the newest samples of a received channel into a chart with axes. The horizontal axis is the time, so that a
// silent source leaves room, and where numbers are missing the line has a gap. Coordinates are those of the unit
// square with (0, 0) at the top left; the shell scales them to its canvas. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "frontend/chart/axis.hpp"
#include "frontend/chart/line_chart.hpp"
#include "frontend/stream/received_log.hpp"

namespace sws {

// Returns how many of the newest samples the chart shows: those of the last ten minutes, but at least 600 if there
// are as many, and at most 3600. It shows none from before the server's clock was set back.
std::size_t samples_in_sight(std::span<const LoggedSample> samples);

// Returns the time of the samples, but at least ten seconds up to the last one. REQUIRES: there is a sample.
TimeRange time_range_of(std::span<const LoggedSample> samples);

// Returns the points of `samples`, with kPenUp between two that have a gap between them.
std::vector<Point> sample_points(std::span<const LoggedSample> samples, const TimeRange& times,
                                 const ValueAxis& values);

// Returns the sample that is drawn nearest to `x`. REQUIRES: there is one.
std::size_t sample_at(double x, std::span<const LoggedSample> samples, const TimeRange& times);

}  // namespace sws
