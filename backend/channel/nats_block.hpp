// Reads a block of a channel's stream from JetStream (log_archive.hpp).
#pragma once

#include <cstdint>
#include <string_view>

#include "backend/channel/log_archive.hpp"
#include "backend/channel/nats_link.hpp"

namespace sws {

// Waits for the broker, for some seconds at most. Null if the block of the channel `name` that begins at `first`
// cannot be had now, or if the link is to another log. Any thread.
LogArchive::Block read_nats_block(const NatsLink& link, std::string_view name, const LogId& log,
                                  std::uint64_t first);

}  // namespace sws
