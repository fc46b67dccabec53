#include "backend/loop/ticker.hpp"

namespace sws {

void Ticker::add(TickSchedule::Entry& entry, SteadyTime due) {
  schedule_.add(entry, due);
  if (!running_) arm();
}

void Ticker::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Ticker::arm() {
  if (stopped_) return;
  const auto next = schedule_.next();
  if (!next || *next >= armed_for_) return;
  armed_for_ = *next;
  timer_.expires_at(*next);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopped_) return;  // armed anew for an earlier slot, or no more
    armed_for_ = SteadyTime::max();
    running_ = true;
    sender_.begin_tick();
    schedule_.run_due(std::chrono::steady_clock::now());
    sender_.end_tick();
    running_ = false;
    arm();
  });
}

}  // namespace sws
