// The one way to be called when due: a member that calls a function of the object that it belongs to.
//
//   class Stream {
//     void send_due(SteadyTime now);
//     DueCall<Stream, &Stream::send_due> due_{*this};   // ticker.add(due_, time)
//   };
//
// An owner that is one of many says in a public `void prefetch() const` which of its memory the call will touch.
#pragma once

#include "backend/loop/due_queue.hpp"

namespace sws {

template <class Owner, void (Owner::*kFunction)(SteadyTime)>
class DueCall final : public DueEntry {
 public:
  // The owner must outlive the call, which it does if it holds it as a member.
  explicit DueCall(Owner& owner) : owner_(owner) {}

  void on_due(SteadyTime now) override { (owner_.*kFunction)(now); }
  void prefetch() const override {
    if constexpr (requires(const Owner& owner) { owner.prefetch(); }) owner_.prefetch();
  }

 private:
  Owner& owner_;
};

}  // namespace sws
