// Turns the counters of all workers into Prometheus' metric families, with names and help texts. Any thread.
#pragma once

#include <prometheus/metric_family.h>

#include <span>
#include <string>
#include <vector>

#include "backend/admin/channel_families.hpp"
#include "backend/connection/metrics.hpp"

namespace sws {

// The sums over all workers, those of received channels, the fingerprint of the streams' secret, and the kernel's
// figures for this process (CPU, memory, descriptors).
std::vector<prometheus::MetricFamily> metric_families(std::span<const Metrics* const> workers, bool ready,
                                                      const std::string& secret_fingerprint,
                                                      std::span<const ChannelCounters> channels);

}  // namespace sws
