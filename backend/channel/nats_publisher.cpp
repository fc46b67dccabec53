#include "backend/channel/nats_publisher.hpp"

#include <charconv>
#include <chrono>
#include <utility>

#include "backend/channel/nats_sample.hpp"
#include "backend/channel/nats_stream.hpp"

namespace sws {
namespace {

// Less than the time after which an HTTP session answers by itself.
constexpr std::chrono::seconds kConfirmation{5};

using Closure = std::shared_ptr<NatsAcks>;

// The last token of the subject is the number of the push.
void on_message(natsConnection*, natsSubscription*, natsMsg* received, void* closure) {
  const NatsOwned<natsMsg> message(received);
  const std::string_view subject = natsMsg_GetSubject(received);
  const std::string_view digits = subject.substr(subject.rfind('.') + 1);
  std::uint64_t push = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), push).ec != std::errc()) return;
  (*static_cast<Closure*>(closure))
      ->on_answer(push, {natsMsg_GetData(received), static_cast<std::size_t>(natsMsg_GetDataLength(received))});
}

}  // namespace

// Where the confirmations of one connection come in.
class NatsPublisher::Inbox {
 public:
  Inbox(std::shared_ptr<const NatsConnection> connection, const Closure& acks)
      : connection_(std::move(connection)) {
    NatsOwned<natsInbox> prefix;
    if (natsInbox_Create(into(prefix)) != NATS_OK) return;
    prefix_ = std::string(prefix.get()) + '.';
    auto closure = std::make_unique<Closure>(acks);
    if (natsConnection_Subscribe(into(subscription_), connection_->get(), (prefix_ + '*').c_str(), on_message,
                                 closure.get()) != NATS_OK) {
      return;
    }
    const auto free = [](void* it) { delete static_cast<Closure*>(it); };
    Closure* const kept = closure.release();  // libnats may still call when the subscription is gone
    natsSubscription_SetOnCompleteCB(subscription_.get(), free, kept);
  }

  ~Inbox() { connection_->retire(std::move(subscription_)); }
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  const std::shared_ptr<const NatsConnection>& connection() const { return connection_; }

  bool publish(const Parcel& parcel) const;

 private:
  const std::shared_ptr<const NatsConnection> connection_;
  std::string prefix_;
  NatsOwned<natsSubscription> subscription_;
};

struct NatsPublisher::Parcel {
  std::string subject;
  std::uint64_t push;
  std::vector<Sample> samples;
  std::string key;

  // No key has a blank, so that no sample of several has the key of another push.
  std::string message_id(std::size_t i) const { return samples.size() == 1 ? key : key + ' ' + std::to_string(i); }
};

bool NatsPublisher::Inbox::publish(const Parcel& parcel) const {
  if (!subscription_) return false;
  const std::string reply = prefix_ + std::to_string(parcel.push);
  for (std::size_t i = 0; i < parcel.samples.size(); ++i) {
    const std::string payload = nats_payload(parcel.samples[i]);
    NatsOwned<natsMsg> message;
    natsStatus status = natsMsg_Create(into(message), parcel.subject.c_str(), reply.c_str(), payload.data(),
                                       static_cast<int>(payload.size()));
    if (status == NATS_OK && !parcel.key.empty()) {
      status = natsMsgHeader_Set(message.get(), "Nats-Msg-Id", parcel.message_id(i).c_str());
    }
    if (status == NATS_OK) status = natsConnection_PublishMsg(connection_->get(), message.get());
    if (status != NATS_OK) return false;
  }
  return true;
}

NatsPublisher::NatsPublisher(std::string name, std::shared_ptr<const NatsLinkHolder> link, const Clock& clock,
                             std::unique_ptr<BlockingCalls> calls)
    : name_(std::move(name)),
      link_(std::move(link)),
      clock_(clock),
      inbox_(std::make_shared<std::unique_ptr<Inbox>>()),
      calls_(std::move(calls)) {}

std::optional<NotTaken> NatsPublisher::push(std::vector<Sample> samples, const std::string& idempotency_key,
                                            Done done) {
  const auto link = link_->get();
  if (!link) return NotTaken::source_away;
  const auto number = acks_->await(link->log, samples.size(), clock_.steady() + kConfirmation, std::move(done));
  if (!number) return NotTaken::too_fast;
  auto parcel =
      std::make_shared<Parcel>(Parcel{nats_subject_of(name_), *number, std::move(samples), idempotency_key});
  calls_->add([inbox = inbox_, acks = acks_, link, parcel]() -> std::function<void()> {
    if (!*inbox || (*inbox)->connection() != link->connection) {
      *inbox = std::make_unique<Inbox>(link->connection, acks);
    }
    if (!(*inbox)->publish(*parcel)) acks->fail(parcel->push);
    return [] {};
  });
  return std::nullopt;
}

}  // namespace sws
