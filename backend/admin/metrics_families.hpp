// Turns the counters of all workers into Prometheus' metric families, with names and help texts. Any thread.
#pragma once

#include <prometheus/metric_family.h>

#include <chrono>
#include <span>
#include <vector>

#include "backend/admin/channel_families.hpp"
#include "backend/admin/server_facts.hpp"
#include "backend/admin/server_families.hpp"

namespace sws {

// The sums over all workers, the workers side by side, the facts, those of received channels, and the kernel's
// figures for this process (CPU, memory, descriptors).
std::vector<prometheus::MetricFamily> metric_families(std::span<const WorkerView> workers, bool ready,
                                                      const ServerFacts& facts,
                                                      std::span<const ChannelCounters> channels,
                                                      std::chrono::nanoseconds clock_step);

}  // namespace sws
