// Publishes the numbers that are pushed to a channel of source "nats", and answers when JetStream has stored them.
// It never makes its caller wait: publishing has a thread of its own, and confirmations come on a thread of
// libnats.
#pragma once

#include <memory>
#include <string>

#include "backend/channel/feed.hpp"
#include "backend/channel/nats_acks.hpp"
#include "backend/channel/nats_link.hpp"
#include "backend/loop/clock.hpp"
#include "backend/loop/counters.hpp"
#include "backend/process/blocking_calls.hpp"

namespace sws {

class NatsPublisher final : public Feed {
 public:
  // `clock` must outlive it.
  NatsPublisher(std::string name, std::shared_ptr<const NatsLinkHolder> link, const Clock& clock,
                std::unique_ptr<BlockingCalls> calls);

  const std::string& name() const override { return name_; }

  // The sample alone, or the i-th of several from 0 on, has the header Nats-Msg-Id KEY, or KEY:i.
  std::optional<NotTaken> push(std::vector<Sample> samples, const std::string& idempotency_key, Done done) override;
  void count_bad_line() override { bad_lines_.add(); }
  std::uint64_t bad_lines() const { return bad_lines_.value(); }

  NatsAcks& acks() { return *acks_; }

 private:
  class Inbox;
  struct Parcel;

  const std::string name_;
  const std::shared_ptr<const NatsLinkHolder> link_;
  const Clock& clock_;
  const std::shared_ptr<NatsAcks> acks_ = std::make_shared<NatsAcks>();
  const std::shared_ptr<std::unique_ptr<Inbox>> inbox_;  // of the thread that publishes
  Counter bad_lines_;
  const std::unique_ptr<BlockingCalls> calls_;
};

}  // namespace sws
