// The source "nats": reads the samples of a channel from a stream of JetStream, in order and without a gap that the
// stream does not have. It has a thread of its own, because the broker is waited for. While the broker is away it
// tries again for ever, and goes on with the next position. A feed that takes nothing makes this thread wait, and
// neither the broker nor other nodes. A message that is no sample is left out, counted and logged.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "backend/channel/block_cache.hpp"
#include "backend/channel/log_feed.hpp"
#include "backend/channel/nats_consumer.hpp"
#include "backend/channel/nats_link.hpp"
#include "backend/channel/nats_publisher.hpp"
#include "backend/channel/nats_stream.hpp"
#include "backend/channel/nats_target.hpp"
#include "backend/channel/source.hpp"
#include "backend/process/call_thread.hpp"
#include "backend/process/file_descriptor.hpp"

namespace sws {

class NatsSource final : public Source {
 public:
  // Begins with the newest `history` samples of the stream. `feed` and `clock` must outlive it.
  NatsSource(NatsTarget target, LogFeed& feed, std::size_t history, const Clock& clock);
  ~NatsSource() override { stop(); }

  void start() override;
  void ask_to_stop() override;
  void stop() override;

  std::shared_ptr<LogArchive> archive() const { return archive_; }  // what lies before those samples
  std::shared_ptr<Feed> publisher() const { return publisher_; }    // for numbers that are pushed

  struct Counters {
    bool is_connected;
    std::uint64_t reconnects;
    std::uint64_t fetched_blocks;
    std::uint64_t bad_pushes;
    std::optional<std::uint64_t> unread;  // messages behind the last one read; nothing while the broker is away
  };
  Counters counters() const;  // any thread

 private:
  void run();
  std::string stay_connected();
  std::string read_stream(const std::shared_ptr<const NatsConnection>& connection);
  void adopt(const NatsStreamState& state);
  void read(NatsConsumer& consumer);
  void take(const NatsConsumer::Message& message);
  bool flush();
  bool give(std::uint64_t first, const std::vector<Sample>& samples);
  void refresh();
  void tell_away(std::string_view why);
  void tell_here();
  bool wait_for_stop(std::chrono::milliseconds time);

  const NatsTarget target_;
  LogFeed& feed_;
  const std::size_t history_;
  const Clock& clock_;
  const std::shared_ptr<NatsLinkHolder> link_ = std::make_shared<NatsLinkHolder>();
  const std::shared_ptr<std::atomic<std::uint64_t>> fetched_ = std::make_shared<std::atomic<std::uint64_t>>(0);
  CallThread* fetching_ = nullptr;    // archive_ owns it
  CallThread* publishing_ = nullptr;  // publisher_ owns it
  std::shared_ptr<BlockCache> archive_;
  std::shared_ptr<NatsPublisher> publisher_;

  // Of the thread.
  NatsStreamState state_;
  bool has_log_ = false;
  std::uint64_t next_ = 0;         // the first position that did not come
  std::uint64_t given_ = 0;        // the first that the feed does not know
  std::uint64_t batch_first_ = 0;  // of batch_
  std::vector<Sample> batch_;      // read and not yet given to the feed
  std::size_t server_ = 0;         // the one to try next
  unsigned attempts_ = 0;          // in vain, one after the other
  SteadyTime refreshed_at_;
  bool was_told_away_ = false;

  std::atomic<bool> is_connected_ = false;
  std::atomic<std::uint64_t> connects_ = 0;
  std::atomic<std::uint64_t> unread_ = 0;
  FileDescriptor stop_;  // an event of eventfd(2)
  std::thread thread_;
};

}  // namespace sws
