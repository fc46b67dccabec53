// The channels of the server: for each, the source of its numbers and every worker's side of it. Server owns them.
// Main thread, except where it says otherwise.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "backend/admin/channel_families.hpp"
#include "backend/admin/push.hpp"
#include "backend/channel/log_feed.hpp"
#include "backend/channel/nats_source.hpp"
#include "backend/channel/source.hpp"
#include "backend/config/settings.hpp"
#include "backend/server/worker.hpp"
#include "backend/stream/audience.hpp"

namespace sws {

class Channels {
 public:
  // All must outlive the channels, and `workers` must be all workers.
  Channels(std::list<Worker>& workers, const Clock& clock) : workers_(workers), clock_(clock) {}
  ~Channels() { stop(); }

  // Adds channels and removes those that are no longer wanted, whose viewers are told that the source has ended. A
  // channel with the same name and source as before keeps its log. New viewers of a shared channel get numbers of
  // these settings. Another secret, however, is that of old and new viewers alike, and begins with the first period
  // of which nobody can have been told the root.
  void apply(const Settings& settings);

  void start();  // from now on, sources give their numbers to the workers
  void stop();   // the sources; nothing is given to the workers any more

  // All channels as somebody sees them who pushes numbers.
  std::vector<PushChannel> push_channels() const;

  std::vector<ChannelCounters> counters() const;  // of the received channels, any thread

 private:
  // A channel whose numbers come from outside.
  struct Received {
    std::string name;
    ChannelSource kind;
    std::shared_ptr<LogFeed> feed;
    std::shared_ptr<Feed> pushes;                      // takes what is pushed; null if nothing may be
    std::vector<std::shared_ptr<Audience>> audiences;  // one for each worker
    std::unique_ptr<Source> source;                    // null if numbers are only pushed
    const NatsSource* nats = nullptr;                  // `source`, if it is one
  };
  // The settings from which the numbers of all shared channels follow.
  struct SharedBasis {
    Secret secret;
    StreamDefaults parameters;
    bool operator==(const SharedBasis&) const = default;
  };
  void add(const ChannelSettings& channel, const Settings& settings);
  void change_shared_secret(const SharedBasis& basis);
  void add_shared(const std::string& name, const Settings& settings);
  void add_received(const ChannelSettings& channel, const Settings& settings);
  void begin_to_remove(std::string_view name);
  void remove(std::string_view name);
  std::vector<Received>::iterator find(std::string_view name);

  std::list<Worker>& workers_;
  const Clock& clock_;
  bool started_ = false;
  std::vector<ChannelSettings> known_;
  SharedBasis shared_basis_{};  // of known_
  mutable std::mutex mutex_;    // held to change received_, and to read it on another thread
  std::vector<Received> received_;
};

}  // namespace sws
