// Who is due when. Time is cut into slots; everybody due in one slot is called in one go, so that a tick costs one
// wake-up however many are due. Knows no timer and reads no clock (ticker.hpp adds those): tests bring their own
// time. One thread. Does not own its entries.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace sws {

using SteadyTime = std::chrono::steady_clock::time_point;

class TickSchedule {
 public:
  // Every slot wakes this process and, through it, those who wait for what it sends, which costs more than the
  // sending: the wider, the cheaper. It divides every interval of whole hundredths of a second, so that a stream
  // started on a slot stays on slots and is not late; any other number is late by less than a slot.
  static constexpr std::chrono::milliseconds kSlotWidth{10};

  // Something that can be due. In at most one slot at a time; removes itself on destruction.
  class Entry {
   public:
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    // Called once for each add(), never early. May add or remove any entry and may destroy this one.
    virtual void on_due(SteadyTime now) = 0;

    // Called shortly before on_due() where many are due, to have the processor fetch what that will touch. It did
    // so already with the bytes around the entry.
    virtual void prefetch() const {}

   protected:
    ~Entry();

   private:
    friend class TickSchedule;
    TickSchedule* schedule_ = nullptr;  // null: not scheduled
    std::int64_t tick_ = 0;
    std::size_t position_ = 0;  // index inside the slot
  };

  // Schedules `entry` for the first slot boundary at or after `due`; an entry already scheduled is moved. During
  // run_due() the earliest slot that can be had is the one after those being run. Amortised O(1), no allocation
  // once warm.
  void add(Entry& entry, SteadyTime due);

  // O(1) but for the last leaver of a slot, who takes the slot along. An entry not scheduled is left alone.
  void remove(Entry& entry);

  // When the first occupied slot is due; nothing if nobody is waiting.
  std::optional<SteadyTime> next() const;

  // Calls everybody whose slot began at or before `now`.
  void run_due(SteadyTime now);

  // The slot boundary at or before `time`: where a stream starts so that all its numbers fall on slot boundaries.
  static SteadyTime slot_start(SteadyTime time);

 private:
  using Slot = std::vector<Entry*>;
  using Slots = std::map<std::int64_t, Slot>;  // by tick: slot boundaries since the clock's epoch

  Slot& slot(std::int64_t tick);
  void retire(Slots::node_type node);

  Slots slots_;
  std::vector<Slots::node_type> spare_;  // emptied slots, kept for their memory
  std::int64_t ran_until_ = INT64_MIN;
  std::int64_t running_tick_ = INT64_MIN;
  Slot* running_ = nullptr;  // the slot being run; it is out of slots_ meanwhile
};

}  // namespace sws
