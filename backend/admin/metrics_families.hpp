// Turns the counters of all workers into Prometheus' metric families, with names and help texts. Any thread.
#pragma once

#include <prometheus/metric_family.h>

#include <span>
#include <string>
#include <vector>

#include "backend/connection/metrics.hpp"

namespace sws {

// The sums over all workers, the fingerprint of the streams' secret, and the kernel's figures for this process
// (CPU, memory, descriptors).
std::vector<prometheus::MetricFamily> metric_families(std::span<const Metrics* const> workers, bool ready,
                                                      const std::string& secret_fingerprint);

}  // namespace sws
