#include "backend/stream/catch_up.hpp"

#include <algorithm>

namespace sws {

std::uint32_t CatchUp::take(std::uint32_t wanted, SteadyTime now) {
  if (!serving_ && !waiting_.empty()) return 0;
  refill(now);
  const std::uint32_t taken = std::min(wanted, left_);
  left_ -= taken;
  return taken;
}

void CatchUp::wait(DueEntry& entry) {
  if (!waiting_.holds(entry)) waiting_.push(entry);
  if (!serving_ && !next_tick_.is_queued()) ticker_.add(next_tick_, ticker_.now());
}

void CatchUp::serve(SteadyTime now) {
  refill(now);
  serving_ = true;
  const SteadyTime end = ticker_.now() + kTimePerTick;
  while (left_ > 0 && ticker_.now() < end) {
    DueEntry* const entry = waiting_.pop();
    if (!entry) break;
    entry->on_due(now);
  }
  serving_ = false;
  if (!waiting_.empty()) ticker_.add(next_tick_, now);
}

void CatchUp::refill(SteadyTime now) {
  const SteadyTime slot = TickSchedule::slot_start(now);
  if (slot == refilled_at_) return;
  refilled_at_ = slot;
  left_ = kNumbersPerTick;
}

}  // namespace sws
