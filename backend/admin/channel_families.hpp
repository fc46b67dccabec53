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
#include "backend/loop/clock.hpp"

namespace sws {

// Those of a channel whose numbers come from a broker.
struct BrokerCounters {
  bool is_connected;
  std::uint64_t reconnects;
  std::uint64_t fetched_blocks;
  std::optional<std::uint64_t> unread;  // numbers; nothing while the broker is away
};

// The counters of one received channel, of all workers.
struct ChannelCounters {
  std::string name;
  std::uint64_t received;             // numbers
  std::uint64_t bad_lines;            // lines, and bodies of posts
  std::optional<WallTime> newest_at;  // when the newest number came to this server; nothing if none did
  std::vector<std::shared_ptr<const ChannelMetrics>> workers;
  std::optional<BrokerCounters> broker;
};

// Adds them, if there are any channels.
void add_channels(Families& families, std::span<const ChannelCounters> channels);

}  // namespace sws
