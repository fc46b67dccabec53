#include "backend/loop/due_queue.hpp"

namespace sws {
namespace {

// Of ten thousand streams none is in the cache when its second is over, so fetching begins while others are called:
// first the entry itself, then whatever its owner asks for. A call takes about as long as a few fetches from
// memory.
constexpr std::size_t kOwnerAhead = 4;
constexpr std::size_t kEntryAhead = 2 * kOwnerAhead;

constexpr std::size_t kFewGaps = 16;  // are not worth moving the others

}  // namespace

void DueEntry::leave_queue() {
  if (queue_) queue_->remove(*this);
}

void DueQueue::push(DueEntry& entry) {
  entry.leave_queue();
  if (entries_.size() - live_ > live_ + kFewGaps) close_gaps();
  entry.queue_ = this;
  entry.position_ = entries_.size();
  entries_.push_back(&entry);
  ++live_;
}

DueEntry* DueQueue::pop() {
  while (first_ < entries_.size() && !entries_[first_]) ++first_;
  if (first_ == entries_.size()) {
    entries_.clear();
    first_ = 0;
    return nullptr;
  }
  DueEntry* const entry = entries_[first_];
  entries_[first_++] = nullptr;
  entry->queue_ = nullptr;
  --live_;
  return entry;
}

void DueQueue::prefetch_ahead() const {
  const std::size_t left = entries_.size() - first_;
  if (left > kEntryAhead) __builtin_prefetch(entries_[first_ + kEntryAhead]);
  if (left <= kOwnerAhead) return;
  if (const DueEntry* const entry = entries_[first_ + kOwnerAhead]) entry->prefetch();
}

void DueQueue::remove(DueEntry& entry) {
  entries_[entry.position_] = nullptr;
  entry.queue_ = nullptr;
  --live_;
}

void DueQueue::close_gaps() {
  std::size_t end = 0;
  for (std::size_t at = first_; at < entries_.size(); ++at) {
    DueEntry* const entry = entries_[at];
    if (!entry) continue;
    entry->position_ = end;
    entries_[end++] = entry;
  }
  entries_.resize(end);
  first_ = 0;
}

void DueQueue::clear() {
  while (pop()) {
  }
}

}  // namespace sws
