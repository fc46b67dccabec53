// What is counted, under the names by which Prometheus and the people who operate the server know it.
#pragma once

#include <prometheus/metric_family.h>

#include <span>
#include <vector>

#include "backend/connection/metrics.hpp"

namespace sws {

// The sums over all workers, and what the kernel knows of this process. From any thread.
std::vector<prometheus::MetricFamily> metric_families(std::span<const Metrics* const> workers, bool ready);

}  // namespace sws
