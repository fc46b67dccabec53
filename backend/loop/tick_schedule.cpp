#include "backend/loop/tick_schedule.hpp"

#include <algorithm>
#include <utility>

namespace sws {
namespace {

constexpr std::size_t kSpareSlots = 64;

constexpr std::int64_t kSlotTicks =
    std::chrono::duration_cast<SteadyTime::duration>(TickSchedule::kSlotWidth).count();

std::int64_t floor_tick(SteadyTime time) {
  const std::int64_t count = time.time_since_epoch().count();
  return count / kSlotTicks - (count % kSlotTicks < 0 ? 1 : 0);
}

SteadyTime boundary(std::int64_t tick) {
  return SteadyTime(SteadyTime::duration(tick * kSlotTicks));
}

}  // namespace

SteadyTime TickSchedule::slot_start(SteadyTime time) {
  return boundary(floor_tick(time));
}

void TickSchedule::add(DueEntry& entry, SteadyTime due) {
  std::int64_t tick = floor_tick(due);
  if (boundary(tick) < due) ++tick;
  if (running_) tick = std::max(tick, ran_until_ + 1);
  slot(tick).push(entry);
}

std::optional<SteadyTime> TickSchedule::next() {
  while (!slots_.empty() && slots_.begin()->second.empty()) retire(slots_.extract(slots_.begin()));
  if (slots_.empty()) return std::nullopt;
  return boundary(slots_.begin()->first);
}

void TickSchedule::run_due(SteadyTime now) {
  ran_until_ = floor_tick(now);
  running_ = true;
  while (!slots_.empty() && slots_.begin()->first <= ran_until_) {
    auto node = slots_.extract(slots_.begin());
    DueQueue& due = node.mapped();
    for (due.prefetch_ahead(); DueEntry* const entry = due.pop(); due.prefetch_ahead()) entry->on_due(now);
    retire(std::move(node));
  }
  running_ = false;
}

DueQueue& TickSchedule::slot(std::int64_t tick) {
  const auto at = slots_.lower_bound(tick);
  if (at != slots_.end() && at->first == tick) return at->second;
  if (spare_.empty()) return slots_.try_emplace(at, tick)->second;
  auto node = std::move(spare_.back());
  spare_.pop_back();
  node.key() = tick;
  return slots_.insert(at, std::move(node))->second;
}

void TickSchedule::retire(Slots::node_type node) {
  node.mapped().clear();
  if (spare_.size() < kSpareSlots) spare_.push_back(std::move(node));
}

}  // namespace sws
