#include "backend/stream/channel_streams.hpp"

#include <optional>
#include <utility>

#include "backend/events/events_of.hpp"
#include "backend/events/random_retry.hpp"
#include "backend/stream/log_dialogue.hpp"
#include "backend/stream/log_events.hpp"
#include "backend/stream/log_frames.hpp"
#include "backend/stream/plain_log_stream.hpp"
#include "backend/stream/plain_shared_stream.hpp"
#include "backend/stream/plain_stream.hpp"
#include "backend/stream/random_events.hpp"
#include "backend/stream/shared_dialogue.hpp"
#include "backend/stream/shared_events.hpp"
#include "backend/stream/verified_stream.hpp"
#include "backend/websocket/websocket_of.hpp"

namespace sws {
namespace {

// Makes a connection of one kind with the arguments of its stream.
template <class ConnectionOfStream, class... Args>
std::unique_ptr<Connection> make(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                 Upgrade upgrade, Args&&... args) {
  return std::make_unique<ConnectionOfStream>(place.connections, place.catch_up.ticker(), std::move(settings),
                                              std::move(upgrade), std::forward<Args>(args)...);
}

class RandomStreams final : public ChannelStreams {
 public:
  std::unique_ptr<Connection> open(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                   Upgrade upgrade) override {
    const StreamRequest wanted = upgrade.wanted;
    if (upgrade.address.framing == Framing::events) {
      std::string id = std::move(upgrade.last_event_id);
      return make<EventsOf<RandomEvents>>(place, std::move(settings), std::move(upgrade), place.catch_up,
                                          std::move(id));
    }
    if (wanted.protocol == StreamProtocol::verified) {
      return make<WebSocketOf<VerifiedStream>>(place, std::move(settings), std::move(upgrade), place.catch_up,
                                               wanted);
    }
    return make<WebSocketOf<PlainStream>>(place, std::move(settings), std::move(upgrade), place.catch_up, wanted);
  }

  bool is_complete(const Settings& settings, std::string_view last_event_id) const override {
    return RandomEvents::is_complete(settings, last_event_id);
  }
};

class SharedStreams final : public ChannelStreams {
 public:
  SharedStreams(SharedSequence sequence, std::uint32_t history)
      : sequence_(std::move(sequence)), history_(history) {}

  void begin(const StreamPlace& place) override {
    channel_ = std::make_shared<SharedChannel>(*std::exchange(sequence_, {}), history_, place.catch_up.ticker());
  }

  void change_secret(const Secret& secret, std::uint64_t first) override { channel_->change_secret(secret, first); }

  std::unique_ptr<Connection> open(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                   Upgrade upgrade) override {
    if (upgrade.address.framing == Framing::events) {
      std::string id = std::move(upgrade.last_event_id);
      return make<EventsOf<SharedEvents>>(place, std::move(settings), std::move(upgrade), channel_, place.catch_up,
                                          std::move(id));
    }
    if (upgrade.wanted.protocol == StreamProtocol::verified) {
      return make<WebSocketOf<SharedDialogue>>(place, std::move(settings), std::move(upgrade), channel_,
                                               place.catch_up);
    }
    return make<WebSocketOf<PlainSharedStream>>(place, std::move(settings), std::move(upgrade), channel_,
                                                place.catch_up);
  }

  bool is_complete(const Settings&, std::string_view) const override { return false; }

 private:
  std::optional<SharedSequence> sequence_;  // until begin()
  const std::uint32_t history_;
  std::shared_ptr<SharedChannel> channel_;  // from begin() on
};

class ReceivedStreams final : public ChannelStreams {
 public:
  explicit ReceivedStreams(std::shared_ptr<Audience> audience) : audience_(std::move(audience)) {}

  std::unique_ptr<Connection> open(const StreamPlace& place, std::shared_ptr<const Settings> settings,
                                   Upgrade upgrade) override {
    if (upgrade.address.framing == Framing::events) {
      std::string id = std::move(upgrade.last_event_id);
      return make<EventsOf<LogEvents>>(place, std::move(settings), std::move(upgrade), audience_, place.catch_up,
                                       std::move(id));
    }
    if (upgrade.wanted.protocol == StreamProtocol::verified) {
      return make<WebSocketOf<LogDialogue>>(place, std::move(settings), std::move(upgrade), audience_,
                                            place.catch_up);
    }
    return make<WebSocketOf<PlainLogStream>>(place, std::move(settings), std::move(upgrade), audience_,
                                             place.catch_up);
  }

  bool is_complete(const Settings&, std::string_view last_event_id) const override {
    return LogEvents::is_complete(*audience_, last_event_id);
  }

  std::optional<Unavailable> unavailable() const override {
    if (audience_->has_log()) return std::nullopt;
    return Unavailable{"the source of the numbers cannot be reached yet",
                       random_retry() + source_frames(StreamKind::events, {false})};
  }

 private:
  const std::shared_ptr<Audience> audience_;
};

}  // namespace

std::unique_ptr<ChannelStreams> random_streams() {
  return std::make_unique<RandomStreams>();
}

std::unique_ptr<ChannelStreams> shared_streams(SharedSequence sequence, std::uint32_t history) {
  return std::make_unique<SharedStreams>(std::move(sequence), history);
}

SharedSequence shared_sequence(const Settings& settings, const std::string& name, WallTime now) {
  const StreamParameters& p = settings.stream;
  SharedSequence sequence(settings.secrets.signing(), name, {p.min, p.max, p.interval_ms});
  while (!sequence.prepare(sequence.newest_at(now), kPeriodNumbers)) {
  }
  return sequence;
}

std::unique_ptr<ChannelStreams> received_streams(std::shared_ptr<Audience> audience) {
  return std::make_unique<ReceivedStreams>(std::move(audience));
}

}  // namespace sws
