// A clock that a test sets, and a ticker that runs only when the test advances the time.
#pragma once

#include <chrono>

#include "backend/loop/ticker.hpp"

namespace sws {

class ManualClock final : public Clock {
 public:
  SteadyTime steady() const override { return steady_; }
  WallTime wall() const override { return wall_; }

  void advance(std::chrono::nanoseconds by) {
    steady_ += std::chrono::duration_cast<SteadyTime::duration>(by);
    wall_ += std::chrono::duration_cast<WallTime::duration>(by);
  }
  void step_wall(std::chrono::nanoseconds by) { wall_ += std::chrono::duration_cast<WallTime::duration>(by); }

 private:
  SteadyTime steady_{std::chrono::hours(1)};
  WallTime wall_{std::chrono::seconds(1'700'000'000)};
};

class ManualTicker final : public Ticker {
 public:
  ManualTicker(ManualClock& clock, FrameSender& sender) : Ticker(clock, sender), clock_(clock) {}

  // Moves the time in steps of one slot and runs the entries that become due.
  void advance(std::chrono::milliseconds by) {
    for (const SteadyTime end = clock_.steady() + by; clock_.steady() < end;) {
      clock_.advance(std::min<std::chrono::nanoseconds>(TickSchedule::kSlotWidth, end - clock_.steady()));
      run_due();
    }
  }

 private:
  void wake_at(SteadyTime) override {}

  ManualClock& clock_;
};

}  // namespace sws
