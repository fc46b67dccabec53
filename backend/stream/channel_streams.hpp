// One worker's side of a channel: it makes the streams of the channel's viewers. The source of the channel decides
// which derived class it is, and nothing else knows the sources. On the worker's thread.
#pragma once

#include <memory>
#include <string_view>

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

  // Makes the connection of a viewer, who has been admitted.
  virtual std::unique_ptr<Connection> open(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                           Upgrade upgrade) = 0;

  // Whether a viewer of events whose last one had this id has seen all there will ever be.
  virtual bool is_complete(const Settings& settings, std::string_view last_event_id) const = 0;
};

// Of a channel whose viewers each have a stream of random numbers.
std::unique_ptr<ChannelStreams> random_streams();

// Of a channel whose numbers come from outside.
class Audience;
std::unique_ptr<ChannelStreams> received_streams(std::shared_ptr<Audience> audience);

}  // namespace sws
