#include "backend/loop/timer_ticker.hpp"

namespace sws {

void TimerTicker::stop() {
  stopped_ = true;
  timer_.cancel();
}

void TimerTicker::wake_at(SteadyTime time) {
  if (stopped_ || time >= armed_for_) return;
  armed_for_ = time;
  timer_.expires_at(time);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopped_) return;  // armed anew for an earlier slot, or stopped
    armed_for_ = SteadyTime::max();
    run_due();
  });
}

}  // namespace sws
