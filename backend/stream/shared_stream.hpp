// Sends one viewer the numbers of a shared channel as they become due, in the bytes that all viewers of the same
// kind get. The wall clock, which says which number is due, is read once, when the stream begins; from then on time
// is steady. The protocols derive from it and say where a viewer begins. It belongs to its connection and is used
// on the worker's thread.
#pragma once

#include <cstdint>
#include <memory>

#include "backend/stream/number_stream.hpp"
#include "backend/stream/shared_channel.hpp"

namespace sws {

class SharedStream : public NumberStream {
 protected:
  // `outlet` and `catch_up` must outlive it.
  SharedStream(Outlet& outlet, std::shared_ptr<SharedChannel> channel, CatchUp& catch_up, StreamKind kind)
      : NumberStream(outlet, catch_up), channel_(std::move(channel)), kind_(kind) {}

  // The time at which a stream begins, on both clocks.
  struct Now {
    SteadyTime steady;
    WallTime wall;
    std::uint64_t newest;  // the newest number that is due
  };
  Now now();

  // Sends the numbers from `next` on, behind a gap if it is too far back. REQUIRES: !is_running().
  void run_from(std::uint64_t next, const Now& now, bool is_resumed);

  SharedChannel& channel() { return *channel_; }
  std::uint64_t next() const { return first_ + NumberStream::next(); }  // the first number that was not sent

 private:
  Outlet::Account account() const override;
  SendStatus send_number(std::uint32_t seq) override {
    return outlet().send(channel_->frames(kind_, first_ + seq));
  }
  SendStatus send_numbers(std::uint32_t seq, std::uint32_t count) override;
  void on_complete() override;

  const std::shared_ptr<SharedChannel> channel_;
  std::uint64_t first_ = 0;  // the number that the cursor calls 0
  const StreamKind kind_;
  bool sent_newest_ = false;  // before those that the cursor counts
};

}  // namespace sws
