// Which entries are due when. Time is cut into slots; all entries of one slot are called in one go, in the order in
// which they were added, so that a tick costs one wake-up however many are due. The schedule knows no timer and
// reads no clock (ticker.hpp adds those): tests bring their own time. One thread. It does not own its entries.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "backend/loop/due_queue.hpp"

namespace sws {

class TickSchedule {
 public:
  // Every slot wakes this process and, through it, everybody who waits for what it sends; that costs more than the
  // sending, so wider is cheaper. The width divides every interval of whole hundredths of a second: a stream that
  // starts on a slot boundary stays on boundaries and is not late. Any other number is late by less than a slot.
  static constexpr std::chrono::milliseconds kSlotWidth{10};

  // Schedules `entry` for the first slot boundary at or after `due`; an entry that waits already is moved behind
  // the others of that slot. During run_due() the earliest slot to be had is the one after those being run.
  // Amortised O(1), no allocation once warm.
  void add(DueEntry& entry, SteadyTime due);

  // When the first occupied slot is due; nothing if no entry waits.
  std::optional<SteadyTime> next();

  // Calls every entry whose slot began at or before `now`.
  void run_due(SteadyTime now);

  // The slot boundary at or before `time`: a stream starts there so that all its numbers fall on slot boundaries.
  static SteadyTime slot_start(SteadyTime time);

 private:
  using Slots = std::map<std::int64_t, DueQueue>;  // by tick: slot boundaries since the clock's epoch

  DueQueue& slot(std::int64_t tick);
  void retire(Slots::node_type node);

  Slots slots_;
  std::vector<Slots::node_type> spare_;  // emptied slots, kept for their memory
  std::int64_t ran_until_ = INT64_MIN;
  bool running_ = false;
};

}  // namespace sws
