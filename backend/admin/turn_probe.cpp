#include "backend/admin/turn_probe.hpp"

namespace sws {

std::optional<std::chrono::nanoseconds> TurnProbe::look(SteadyTime now) {
  if (!ask_) return {};
  if (!answered_->exchange(false)) return now - asked_at_;
  asked_at_ = now;
  ask_([answered = answered_] { *answered = true; });
  return std::chrono::nanoseconds::zero();
}

}  // namespace sws
