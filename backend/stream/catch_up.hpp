// Shares among the streams of one worker what it may compute for viewers who are behind, so that a crowd of
// returning viewers does not delay the others' numbers. A stream that gets nothing in this tick waits here and is
// called in a later one; the streams take turns. Numbers that are sent on time do not pass through here. One for
// each worker, used on its thread only.
#pragma once

#include <cstdint>

#include "backend/loop/due_call.hpp"
#include "backend/loop/ticker.hpp"

namespace sws {

class CatchUp {
 public:
  // Computing and encoding one number of a run takes about 0.4 µs, so these take a third of a tick, or longer on a
  // slower or busy machine: no stream that waits is called any more when so much time is over.
  static constexpr std::uint32_t kNumbersPerTick = 8'192;
  static constexpr std::chrono::milliseconds kTimePerTick{3};

  explicit CatchUp(Ticker& ticker) : ticker_(ticker) {}  // `ticker` must outlive it

  Ticker& ticker() { return ticker_; }

  // Takes up to `wanted` numbers out of this tick's budget and answers how many it took: 0 if the budget is used
  // up, or if other streams have been waiting for it.
  std::uint32_t take(std::uint32_t wanted, SteadyTime now);

  // Calls `entry` as soon as it is its turn and there is a budget again.
  void wait(DueEntry& entry);

 private:
  void serve(SteadyTime now);
  void refill(SteadyTime now);

  Ticker& ticker_;
  DueQueue waiting_;
  SteadyTime refilled_at_;  // the slot whose budget is being used
  std::uint32_t left_ = 0;  // of that budget
  bool serving_ = false;
  DueCall<CatchUp, &CatchUp::serve> next_tick_{*this};
};

}  // namespace sws
