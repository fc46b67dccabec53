#include "backend/channel/nats_consumer.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds kHeartbeat = 1s;     // of an idle stream
constexpr std::chrono::milliseconds kMostSilence = 3s;  // two heartbeats did not come
constexpr std::chrono::nanoseconds kForgotten = 2s;     // after which the broker drops a consumer that nobody reads

std::string_view header(natsMsg* message, const char* name) {
  const char* value = nullptr;
  return natsMsgHeader_Get(message, name, &value) == NATS_OK && value ? value : std::string_view();
}

}  // namespace

boost::system::result<std::unique_ptr<NatsConsumer>, std::string> NatsConsumer::create(
    std::shared_ptr<const NatsConnection> connection, const std::string& stream, std::uint64_t position,
    std::optional<std::uint64_t> batch) {
  std::unique_ptr<NatsConsumer> made(new NatsConsumer(std::move(connection), stream));
  if (const natsStatus status = made->subscribe(position, batch); status != NATS_OK) {
    const char* const reason = nats_GetLastError(nullptr);  // the broker's words, if there are any
    return "the stream " + stream + " cannot be read: " + (reason && *reason != '\0' ? reason : nats_text(status));
  }
  made->heard_at_ = std::chrono::steady_clock::now();
  return made;
}

natsStatus NatsConsumer::subscribe(std::uint64_t position, std::optional<std::uint64_t> batch) {
  natsStatus status = natsInbox_Create(into(inbox_));
  if (status == NATS_OK) {
    status = natsConnection_SubscribeSync(into(subscription_), connection_->get(), inbox_.get());
  }
  // The flow control bounds what waits here, so that libnats has nothing to drop.
  if (status == NATS_OK) status = natsSubscription_SetPendingLimits(subscription_.get(), -1, -1);
  if (status != NATS_OK) return status;
  jsConsumerConfig config;
  jsConsumerConfig_Init(&config);
  config.DeliverPolicy = js_DeliverByStartSequence;
  config.OptStartSeq = position;
  config.AckPolicy = js_AckNone;
  if (!batch) {
    config.DeliverSubject = inbox_.get();
    config.FlowControl = true;
    config.Heartbeat = kHeartbeat.count();
  }
  config.InactiveThreshold = kForgotten.count();
  config.MemoryStorage = true;
  config.Replicas = 1;
  status = add_consumer(config);
  if (status != NATS_OK || !batch) return status;
  const std::string subject = "$JS.API.CONSUMER.MSG.NEXT." + stream_ + '.' + name_;
  const std::string request = "{\"batch\":" + std::to_string(*batch) + ",\"no_wait\":true}";
  return natsConnection_PublishRequestString(connection_->get(), subject.c_str(), inbox_.get(), request.c_str());
}

natsStatus NatsConsumer::add_consumer(jsConsumerConfig& config) {
  NatsOwned<jsConsumerInfo> info;
  const natsStatus status =
      js_AddConsumer(into(info), connection_->jet_stream(), stream_.c_str(), &config, nullptr, nullptr);
  if (status != NATS_OK) return status;
  name_ = info->Name;
  pending_at_first_ = info->NumPending + info->Delivered.Consumer;
  return NATS_OK;
}

// The answer to the deletion is not waited for. A consumer that stays is forgotten soon.
NatsConsumer::~NatsConsumer() {
  if (!name_.empty() && connection_->is_open()) {
    const std::string subject = "$JS.API.CONSUMER.DELETE." + stream_ + '.' + name_;
    natsConnection_PublishRequest(connection_->get(), subject.c_str(), inbox_.get(), nullptr, 0);
  }
  connection_->retire(std::move(subscription_));
}

NatsConsumer::Event NatsConsumer::next(std::chrono::milliseconds patience, Message& into_message) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto now = std::chrono::steady_clock::now();
    const auto left = std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(until - now));
    NatsOwned<natsMsg> message;
    const natsStatus status = natsSubscription_NextMsg(into(message), subscription_.get(), left.count());
    if (status == NATS_TIMEOUT) return now - heard_at_ > kMostSilence ? Event::lost : Event::nothing;
    if (status != NATS_OK) return Event::lost;
    heard_at_ = now;
    if (!header(message.get(), "Status").empty()) {
      if (!is_in_order(message.get())) return Event::lost;
      answer_flow_control(message.get());
      continue;
    }
    const char* const reply = natsMsg_GetReply(message.get());
    const auto place = reply ? nats_place_in(reply) : std::nullopt;
    if (!place) continue;  // nothing that the consumer sent
    if (place->delivery != ++deliveries_) return Event::lost;
    into_message.place = *place;
    into_message.payload.assign(natsMsg_GetData(message.get()),
                                static_cast<std::size_t>(natsMsg_GetDataLength(message.get())));
    return Event::message;
  }
}

// A heartbeat says how many messages were delivered before it.
bool NatsConsumer::is_in_order(natsMsg* heartbeat) {
  const std::string_view delivered = header(heartbeat, "Nats-Last-Consumer");
  return delivered.empty() || delivered == std::to_string(deliveries_);
}

// Everything before this message was taken, so the broker may send more. A heartbeat repeats the question if the
// answer was lost.
void NatsConsumer::answer_flow_control(natsMsg* message) {
  if (const char* const reply = natsMsg_GetReply(message)) {
    natsConnection_PublishString(connection_->get(), reply, "");
  } else if (const std::string stalled(header(message, "Nats-Consumer-Stalled")); !stalled.empty()) {
    natsConnection_PublishString(connection_->get(), stalled.c_str(), "");
  }
}

}  // namespace sws
