// The metric families of received channels. The label is the channel's name, which comes from the configuration and
// from nowhere else. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "backend/admin/families.hpp"
#include "backend/connection/metrics.hpp"

namespace sws {

// The counters of one received channel, of all workers.
struct ChannelCounters {
  std::string name;
  std::uint64_t received;   // numbers
  std::uint64_t bad_lines;  // lines, and bodies of posts
  std::vector<std::shared_ptr<const ChannelMetrics>> workers;
};

// Adds them, if there are any channels.
void add_channels(Families& families, std::span<const ChannelCounters> channels);

}  // namespace sws
