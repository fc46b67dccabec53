// Makes the streams of one worker: the Upgrader that stands behind the worker's HTTP sessions. It knows the
// worker's side of each channel. Owned by the worker and used on its thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "backend/connection/connection_set.hpp"
#include "backend/http/upgrader.hpp"
#include "backend/stream/catch_up.hpp"
#include "backend/stream/channel_streams.hpp"

namespace sws {

class StreamUpgrader final : public Upgrader {
 public:
  // Both must outlive the streams, and so must the upgrader itself.
  StreamUpgrader(ConnectionSet& connections, Ticker& ticker) : connections_(connections), catch_up_(ticker) {}

  // Replaces the channel `name`, or removes it if `streams` is null. Streams that are open stay.
  void set_channel(const std::string& name, std::shared_ptr<ChannelStreams> streams);

  // Has the numbers of all shared channels follow from another secret, from the period `first` on.
  void change_shared_secret(const Secret& secret, std::uint64_t first);

  std::optional<StreamAddress> stream_at(std::string_view path) const override;
  bool is_complete(const StreamAddress& address, const Settings& settings,
                   std::string_view last_event_id) const override;
  std::optional<Unavailable> unavailable(const StreamAddress& address) const override;
  std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) override;

 private:
  ConnectionSet& connections_;
  CatchUp catch_up_;
  std::map<std::string, std::shared_ptr<ChannelStreams>, std::less<>> channels_;  // by name
};

}  // namespace sws
