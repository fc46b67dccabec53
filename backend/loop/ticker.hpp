// A TickSchedule with a clock: calls entries when they are due, and has the frames of one tick sent together. One
// for each worker, used on its thread only. TimerTicker (timer_ticker.hpp) drives it in the server; tests move the
// time and call run_due() themselves.
#pragma once

#include "backend/loop/clock.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/loop/tick_schedule.hpp"

namespace sws {

class Ticker {
 public:
  // Both must outlive the ticker.
  Ticker(const Clock& clock, FrameSender& sender) : clock_(clock), sender_(sender) {}
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  SteadyTime now() const { return clock_.steady(); }
  const Clock& clock() const { return clock_; }
  FrameSender& sender() { return sender_; }  // gathers the frames of one tick

  // As TickSchedule::add(). An entry that is no longer to be called leaves by DueEntry::leave_queue().
  void add(DueEntry& entry, SteadyTime due);

  // One tick: calls every entry that is due by now.
  void run_due();

 protected:
  ~Ticker() = default;

 private:
  // Asks for run_due() to be called at `time`, or as soon as possible if that has passed. A later request for an
  // earlier time replaces it.
  virtual void wake_at(SteadyTime time) = 0;

  void wake_for_next();

  const Clock& clock_;
  FrameSender& sender_;
  TickSchedule schedule_;
  bool running_ = false;
};

// Rounds `due` up, so that many deadlines share a wake-up: to a tenth of a second if it is less than five seconds
// after `now`, or else to a whole second.
SteadyTime shared_wake_up(SteadyTime now, SteadyTime due);

}  // namespace sws
