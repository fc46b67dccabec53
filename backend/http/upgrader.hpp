// The boundary between HTTP and the streams. A session asks the Upgrader whether a path leads to a stream, and has
// it make the connection that takes over after an upgrade. HTTP knows nothing else about streams. The worker owns
// its Upgrader and calls it on its own thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/net/upgrade.hpp"

namespace sws {

class Upgrader {
 public:
  // Returns the stream at `path`, which is percent-decoded and has no query; nothing if there is none.
  virtual std::optional<StreamAddress> stream_at(std::string_view path) const = 0;

  // Whether a viewer of the events at `address`, whose last event had the id `last_event_id`, has seen all there
  // will ever be.
  virtual bool is_complete(const StreamAddress& address, const Settings& settings,
                           std::string_view last_event_id) const = 0;

  // The answer to those who want the stream at `address`, if it cannot be opened now.
  virtual std::optional<Unavailable> unavailable(const StreamAddress& address) const = 0;

  // Makes the connection that owns the socket from now on. The caller adopts it, which starts it.
  virtual std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) = 0;

 protected:
  ~Upgrader() = default;
};

}  // namespace sws
