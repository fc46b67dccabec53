// The metric families of received channels. The label is the channel's name, which comes from the configuration and
// from nowhere else. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend/admin/families.hpp"
#include "backend/connection/metrics.hpp"

namespace sws {

// The counters of one received channel, of all workers.
// Those of a channel whose numbers come from a broker.
struct BrokerCounters {
  bool is_connected;
  std::uint64_t reconnects;
  std::uint64_t fetched_blocks;
};

struct ChannelCounters {
  std::string name;
  std::uint64_t received;   // numbers
  std::uint64_t bad_lines;  // lines, and bodies of posts
  std::vector<std::shared_ptr<const ChannelMetrics>> workers;
  std::optional<BrokerCounters> broker;
};

// Adds them, if there are any channels.
void add_channels(Families& families, std::span<const ChannelCounters> channels);

}  // namespace sws
