// What a test or a long run says about its viewers, in words and figures.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "frontend/stream/moment.hpp"
#include "tests/cluster/tally.hpp"

namespace sws {

// The time that a share of `times` does not exceed: percentile(times, 0.5) is the median. 0 of no times.
std::chrono::milliseconds percentile(std::vector<Moment> times, double share);

std::string summary_of(const Tally& tally);

}  // namespace sws
