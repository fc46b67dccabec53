// Owners of what libnats makes. Each object is used as libnats says; a subscription must go before its connection.
#pragma once

#include <nats/nats.h>

#include <cstdlib>
#include <memory>

namespace sws {

struct NatsDeleter {
  void operator()(natsOptions* it) const { natsOptions_Destroy(it); }
  void operator()(natsConnection* it) const { natsConnection_Destroy(it); }
  void operator()(natsSubscription* it) const { natsSubscription_Destroy(it); }
  void operator()(natsMsg* it) const { natsMsg_Destroy(it); }
  void operator()(natsInbox* it) const { natsInbox_Destroy(it); }
  void operator()(jsCtx* it) const { jsCtx_Destroy(it); }
  void operator()(jsStreamInfo* it) const { jsStreamInfo_Destroy(it); }
  void operator()(jsConsumerInfo* it) const { jsConsumerInfo_Destroy(it); }
};

template <class Type>
using NatsOwned = std::unique_ptr<Type, NatsDeleter>;

// Takes what a function of libnats writes through a pointer: natsMsg_Create(into(message), …)
template <class Type>
class NatsInto {
 public:
  explicit NatsInto(NatsOwned<Type>& owner) : owner_(owner) {}
  NatsInto(const NatsInto&) = delete;
  NatsInto& operator=(const NatsInto&) = delete;
  ~NatsInto() { owner_.reset(made_); }
  operator Type**() { return &made_; }

 private:
  NatsOwned<Type>& owner_;
  Type* made_ = nullptr;
};

template <class Type>
NatsInto<Type> into(NatsOwned<Type>& owner) {
  return NatsInto<Type>(owner);
}

}  // namespace sws
