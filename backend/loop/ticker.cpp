#include "backend/loop/ticker.hpp"

namespace sws {

void Ticker::add(DueEntry& entry, SteadyTime due) {
  schedule_.add(entry, due);
  if (!running_) wake_for_next();
}

void Ticker::run_due() {
  running_ = true;
  sender_.begin_tick();
  schedule_.run_due(now());
  sender_.end_tick();
  running_ = false;
  wake_for_next();
}

void Ticker::wake_for_next() {
  if (const auto next = schedule_.next()) wake_at(*next);
}

SteadyTime shared_wake_up(SteadyTime now, SteadyTime due) {
  using std::chrono::ceil, std::chrono::seconds;
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  if (due - now < seconds(5)) return ceil<Tenths>(due);
  return ceil<seconds>(due);
}

}  // namespace sws
