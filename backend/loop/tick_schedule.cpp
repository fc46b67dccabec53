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

// Of ten thousand streams none is in the cache when its second is over: fetching begins while others are called.
// First each one's entry, then what that points to.
constexpr std::size_t kAhead = 4;  // calls, each about as long as a few fetches from memory

void prefetch_around(const void* entry) {
  for (std::ptrdiff_t at : {-64, 0, 64, 128}) __builtin_prefetch(static_cast<const char*>(entry) + at);
}

SteadyTime boundary(std::int64_t tick) {
  return SteadyTime(SteadyTime::duration(tick * kSlotTicks));
}

}  // namespace

TickSchedule::Entry::~Entry() {
  if (schedule_) schedule_->remove(*this);
}

SteadyTime TickSchedule::slot_start(SteadyTime time) {
  return boundary(floor_tick(time));
}

void TickSchedule::add(Entry& entry, SteadyTime due) {
  remove(entry);
  std::int64_t tick = floor_tick(due);
  if (boundary(tick) < due) ++tick;
  if (running_) tick = std::max(tick, ran_until_ + 1);
  Slot& target = slot(tick);
  entry.schedule_ = this;
  entry.tick_ = tick;
  entry.position_ = target.size();
  target.push_back(&entry);
}

void TickSchedule::remove(Entry& entry) {
  if (!entry.schedule_) return;
  entry.schedule_ = nullptr;
  const bool is_running = running_ && entry.tick_ == running_tick_;
  const auto found = is_running ? slots_.end() : slots_.find(entry.tick_);
  Slot& from = is_running ? *running_ : found->second;
  from[entry.position_] = from.back();
  from[entry.position_]->position_ = entry.position_;
  from.pop_back();
  if (!is_running && from.empty()) retire(slots_.extract(found));
}

std::optional<SteadyTime> TickSchedule::next() const {
  if (slots_.empty()) return std::nullopt;
  return boundary(slots_.begin()->first);
}

void TickSchedule::run_due(SteadyTime now) {
  ran_until_ = floor_tick(now);
  while (!slots_.empty() && slots_.begin()->first <= ran_until_) {
    auto node = slots_.extract(slots_.begin());
    running_tick_ = node.key();
    running_ = &node.mapped();
    while (!running_->empty()) {
      Entry& entry = *running_->back();
      running_->pop_back();
      const std::size_t left = running_->size();
      if (left >= 2 * kAhead) prefetch_around((*running_)[left - 2 * kAhead]);
      if (left >= kAhead) (*running_)[left - kAhead]->prefetch();
      entry.schedule_ = nullptr;
      entry.on_due(now);
    }
    running_ = nullptr;
    retire(std::move(node));
  }
}

TickSchedule::Slot& TickSchedule::slot(std::int64_t tick) {
  const auto at = slots_.lower_bound(tick);
  if (at != slots_.end() && at->first == tick) return at->second;
  if (spare_.empty()) return slots_.emplace_hint(at, tick, Slot{})->second;
  auto node = std::move(spare_.back());
  spare_.pop_back();
  node.key() = tick;
  return slots_.insert(at, std::move(node))->second;
}

void TickSchedule::retire(Slots::node_type node) {
  if (spare_.size() < kSpareSlots) spare_.push_back(std::move(node));
}

}  // namespace sws
