#include "backend/loop/tick_schedule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <random>

namespace sws {
namespace {

using std::chrono::milliseconds;

constexpr int kSlot = TickSchedule::kSlotWidth.count();  // ms

SteadyTime at(int ms) {
  return SteadyTime(milliseconds(ms));
}

struct Recorder final : TickSchedule::Entry {
  explicit Recorder(std::function<void(SteadyTime)> act = {}) : then(std::move(act)) {}
  void on_due(SteadyTime now) override {
    ++calls;
    if (then) then(now);
  }
  std::function<void(SteadyTime)> then;
  int calls = 0;
};

TEST(TickSchedule, CallsNobodyEarlyAndEverybodyOnce) {
  TickSchedule schedule;
  Recorder on_slot, between_slots;
  schedule.add(on_slot, at(100));
  schedule.add(between_slots, at(101));
  schedule.run_due(at(99));
  EXPECT_EQ(on_slot.calls, 0);
  schedule.run_due(at(100));
  EXPECT_EQ(on_slot.calls, 1);
  schedule.run_due(at(100 + kSlot - 1));
  EXPECT_EQ(between_slots.calls, 0);
  schedule.run_due(at(100 + kSlot));
  schedule.run_due(at(1000));
  EXPECT_EQ(on_slot.calls, 1);
  EXPECT_EQ(between_slots.calls, 1);
}

TEST(TickSchedule, NextIsTheFirstOccupiedSlotOrNothing) {
  TickSchedule schedule;
  EXPECT_FALSE(schedule.next());
  Recorder early, late;
  schedule.add(late, at(500));
  schedule.add(early, at(200));
  EXPECT_EQ(schedule.next(), at(200));
  schedule.remove(early);
  EXPECT_EQ(schedule.next(), at(500));
  schedule.remove(late);
  EXPECT_FALSE(schedule.next());
}

TEST(TickSchedule, AddingAgainMovesTheEntry) {
  TickSchedule schedule;
  Recorder entry;
  schedule.add(entry, at(100));
  schedule.add(entry, at(200));
  schedule.run_due(at(150));
  EXPECT_EQ(entry.calls, 0);
  schedule.run_due(at(200));
  EXPECT_EQ(entry.calls, 1);
}

TEST(TickSchedule, AnEntryThatIsAlwaysDueRunsOncePerRun) {
  TickSchedule schedule;
  Recorder entry;
  entry.then = [&](SteadyTime now) { schedule.add(entry, now); };
  schedule.add(entry, at(100));
  schedule.run_due(at(100));
  EXPECT_EQ(entry.calls, 1);
  EXPECT_EQ(schedule.next(), at(100 + kSlot));
}

TEST(TickSchedule, AnEntryMayRemoveAndDestroyOthersOfItsSlot) {
  TickSchedule schedule;
  auto doomed = std::make_unique<Recorder>();
  Recorder removed;
  Recorder killer([&](SteadyTime) {
    schedule.remove(removed);
    doomed.reset();
  });
  schedule.add(removed, at(100));
  schedule.add(*doomed, at(100));
  schedule.add(killer, at(100));  // the last in is the first called
  schedule.run_due(at(100));
  EXPECT_EQ(killer.calls, 1);
  EXPECT_EQ(removed.calls, 0);
  EXPECT_FALSE(schedule.next());
}

TEST(TickSchedule, OfACrowdPrefetchesEachOnceBeforeItsCall) {
  struct Prefetched final : TickSchedule::Entry {
    void on_due(SteadyTime) override { prefetches_before_call = prefetches; }
    void prefetch() const override { ++prefetches; }
    mutable int prefetches = 0;
    int prefetches_before_call = -1;
  };
  TickSchedule schedule;
  std::array<Prefetched, 20> crowd;
  for (Prefetched& entry : crowd) schedule.add(entry, at(100));
  schedule.run_due(at(100));
  int prefetched = 0;
  for (const Prefetched& entry : crowd) {
    EXPECT_LE(entry.prefetches, 1);
    EXPECT_EQ(entry.prefetches_before_call, entry.prefetches);
    prefetched += entry.prefetches;
  }
  EXPECT_GE(prefetched, 16);  // the first few are called at once
}

TEST(TickSchedule, AgreesWithASimpleModelOverRandomUse) {
  std::mt19937 random(7);
  TickSchedule schedule;
  struct Modelled {
    Recorder entry;
    int due = -1;  // -1: not scheduled
    int expected_calls = 0;
  };
  std::vector<std::unique_ptr<Modelled>> entries;
  for (int i = 0; i < 50; ++i) entries.push_back(std::make_unique<Modelled>());
  int now = 0;
  for (int round = 0; round < 20'000; ++round) {
    Modelled& picked = *entries[random() % entries.size()];
    switch (random() % 4) {
      case 0:
      case 1:
        picked.due = now + static_cast<int>(random() % 3000);
        schedule.add(picked.entry, at(picked.due));
        break;
      case 2:
        picked.due = -1;
        schedule.remove(picked.entry);
        break;
      default:
        now += static_cast<int>(random() % 60);
        schedule.run_due(at(now));
        for (auto& modelled : entries) {
          const int slot = (modelled->due + kSlot - 1) / kSlot * kSlot;
          if (modelled->due < 0 || slot > now) continue;
          modelled->due = -1;
          ++modelled->expected_calls;
        }
    }
    ASSERT_EQ(picked.entry.calls, picked.expected_calls) << "round " << round;
  }
  for (const auto& modelled : entries) EXPECT_EQ(modelled->entry.calls, modelled->expected_calls);
}

}  // namespace
}  // namespace sws
