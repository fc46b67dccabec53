// Reads a stream in order, from a position on: a consumer of JetStream that needs no acknowledgements and delivers
// to one subscription. It either goes on for ever, with heartbeats, and lets the reader set the pace (flow
// control), or delivers one batch. It never mends itself. At the first doubt it says that it is lost, and its owner
// makes another one that begins at the next position. One thread.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "backend/channel/nats_connection.hpp"
#include "backend/channel/nats_texts.hpp"

namespace sws {

class NatsConsumer {
 public:
  struct Message {
    NatsPlace place;
    std::string payload;
  };
  enum class Event {
    message,  // the next one is here
    nothing,  // none came in time
    lost      // a message or the connection is lost, or may be
  };

  // Begins with the first message at `position` or behind it, and delivers all that follow, or `batch` messages at
  // most. Waits for the broker's answer. The error is half a sentence.
  static boost::system::result<std::unique_ptr<NatsConsumer>, std::string> create(
      std::shared_ptr<const NatsConnection> connection, const std::string& stream, std::uint64_t position,
      std::optional<std::uint64_t> batch = std::nullopt);
  ~NatsConsumer();
  NatsConsumer(const NatsConsumer&) = delete;
  NatsConsumer& operator=(const NatsConsumer&) = delete;

  // Waits for at most `patience`. A message's position is above that of the one before.
  Event next(std::chrono::milliseconds patience, Message& into);

  std::uint64_t pending_at_first() const { return pending_at_first_; }  // messages that there were to deliver

 private:
  NatsConsumer(std::shared_ptr<const NatsConnection> connection, std::string stream)
      : connection_(std::move(connection)), stream_(std::move(stream)) {}

  natsStatus subscribe(std::uint64_t position, std::optional<std::uint64_t> batch);
  natsStatus add_consumer(jsConsumerConfig& config);
  bool is_in_order(natsMsg* heartbeat);
  void answer_flow_control(natsMsg* message);

  const std::shared_ptr<const NatsConnection> connection_;
  const std::string stream_;
  NatsOwned<natsSubscription> subscription_;
  NatsOwned<natsInbox> inbox_;
  std::string name_;  // of the consumer
  std::uint64_t pending_at_first_ = 0;
  std::uint64_t deliveries_ = 0;
  std::chrono::steady_clock::time_point heard_at_;
};

}  // namespace sws
