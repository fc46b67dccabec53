// One worker's side of a shared channel: the sequence of its numbers, and the frame of the number that is being
// sent. Every viewer has its own cursor and due time (shared_stream.hpp), because time is steady inside a session,
// but all who are up to date are due in the same tick: the first one has the number computed and its frame encoded,
// once for each kind of stream, and the others get the same bytes. It also computes the next period's keys in
// portions, long before they are needed. On the worker's thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "backend/channel/shared_sequence.hpp"
#include "backend/connection/metrics.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class SharedChannel {
 public:
  // Offers at most `history` numbers to a viewer who comes back, and at most SharedSequence::kMostBack. `ticker`
  // must outlive it.
  SharedChannel(SharedSequence sequence, std::uint32_t history, Ticker& ticker);

  const SharedSequence& sequence() const { return sequence_; }

  // The number with which a viewer goes on who asks for `next` when `newest` is the newest number.
  std::uint64_t first_offered(std::uint64_t next, std::uint64_t newest) const;

  // How long it is until the number before `next` is due; not more than 0 if it is.
  std::chrono::milliseconds time_until_last(std::uint64_t next, WallTime now) const;

  // SharedSequence::change_secret().
  void change_secret(const Secret& secret, std::uint64_t first);

  SharedHello hello(std::uint64_t newest) { return sequence_.hello(newest); }

  // The roots of the periods `from` to `to` − 1 as frames of protocol 1.
  std::string root_frames(std::uint64_t from, std::uint64_t to);

  // Number n, which is due, for all viewers of this kind. Before the first number of a period, those of protocol 1
  // get the root of the last one that is announced. Valid until the next call.
  std::span<const char> frames(StreamKind kind, std::uint64_t n);

  // The same of `count` numbers, of which no more than one is the first of a period.
  std::string frames(StreamKind kind, std::uint64_t first, std::uint32_t count);

 private:
  struct Encoded {
    std::uint64_t n = UINT64_MAX;
    std::string frames;
  };

  std::string announcement(StreamKind kind, std::uint64_t first, std::uint32_t count);
  void prepare(SteadyTime now);

  SharedSequence sequence_;
  const std::uint32_t most_back_;
  Ticker& ticker_;
  Number number_{UINT64_MAX, 0};  // the one that was asked for last
  std::array<Encoded, kStreamKinds> encoded_;
  DueCall<SharedChannel, &SharedChannel::prepare> prepare_{*this};
};

}  // namespace sws
