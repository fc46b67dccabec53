// One worker's side of a channel: it makes the streams of the channel's viewers. The source of the channel decides
// which derived class it is, and nothing else knows the sources. On the worker's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/channel/shared_sequence.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/net/upgrade.hpp"
#include "backend/stream/catch_up.hpp"

namespace sws {

// What the streams of one worker share. All must outlive the streams.
struct StreamPlace {
  ConnectionSet& connections;
  CatchUp& catch_up;
};

class ChannelStreams {
 public:
  virtual ~ChannelStreams() = default;

  // Called once, on the worker's thread, before the other functions.
  virtual void begin(const StreamPlace&) {}

  // Has the numbers of a shared channel follow from another secret, from the period `first` on.
  virtual void change_secret(const Secret&, std::uint64_t /*first*/) {}

  // Makes the connection of a viewer, who has been admitted.
  virtual std::unique_ptr<Connection> open(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                           Upgrade upgrade) = 0;

  // Why there can be no stream now, or nothing.
  virtual std::optional<Unavailable> unavailable() const { return std::nullopt; }

  // Whether a viewer of events whose last one had this id has seen all there will ever be.
  virtual bool is_complete(const Settings& settings, std::string_view last_event_id) const = 0;
};

// Of a channel whose viewers each have a stream of random numbers.
std::unique_ptr<ChannelStreams> random_streams();

// Of a channel whose viewers all have the same stream of random numbers. Of them, `history` are offered to viewers
// who come back.
std::unique_ptr<ChannelStreams> shared_streams(SharedSequence sequence, std::uint32_t history);

// The sequence of the channel `name`, with all keys that are needed now. Computes them for some milliseconds. Any
// thread.
SharedSequence shared_sequence(const Settings& settings, const std::string& name, WallTime now);

// Of a channel whose numbers come from outside.
class Audience;
std::unique_ptr<ChannelStreams> received_streams(std::shared_ptr<Audience> audience);

}  // namespace sws
