// The order in which entries are called: first come, first served. A queue links to its entries and they link back,
// so that an entry can leave from the middle in O(1). One thread. The queue does not own its entries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "backend/loop/clock.hpp"

namespace sws {

class DueQueue;

// Something that is called when it is due. It waits in at most one queue at a time and leaves it on destruction.
// Objects do not derive from it; they have a DueCall (due_call.hpp) as a member.
class DueEntry {
 public:
  DueEntry() = default;
  DueEntry(const DueEntry&) = delete;
  DueEntry& operator=(const DueEntry&) = delete;

  // Called once for each time that the entry was queued, and never early. May queue or remove any entry, and may
  // destroy this one.
  virtual void on_due(SteadyTime now) = 0;

  // Called a few calls ahead of on_due() when many entries are due, so that the owner can have the processor fetch
  // the memory that on_due() will touch.
  virtual void prefetch() const {}

  void leave_queue();  // an entry that is in no queue is left alone
  bool is_queued() const { return queue_ != nullptr; }

 protected:
  ~DueEntry() { leave_queue(); }

 private:
  friend class DueQueue;
  DueQueue* queue_ = nullptr;
  std::size_t position_ = 0;  // index in the queue's entries
};

class DueQueue {
 public:
  DueQueue() = default;
  DueQueue(const DueQueue&) = delete;
  DueQueue& operator=(const DueQueue&) = delete;
  ~DueQueue() { clear(); }

  void push(DueEntry& entry);   // to the end; the entry leaves the queue in which it waits
  DueEntry* pop();              // the first entry, or null
  void prefetch_ahead() const;  // to be called before each pop() of a crowd
  bool empty() const { return live_ == 0; }
  std::size_t size() const { return live_; }
  bool holds(const DueEntry& entry) const { return entry.queue_ == this; }
  void clear();

 private:
  friend class DueEntry;
  void remove(DueEntry& entry);
  void close_gaps();

  std::vector<DueEntry*> entries_;  // null where an entry left
  std::size_t first_ = 0;           // everything before it was popped
  std::size_t live_ = 0;            // entries that still wait
};

}  // namespace sws
