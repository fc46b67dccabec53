#include "backend/loop/tick_schedule.hpp"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace sws {
namespace {

using std::chrono::milliseconds;

constexpr int kSlot = TickSchedule::kSlotWidth.count();  // ms

SteadyTime at(int ms) {
  return SteadyTime(milliseconds(ms));
}

struct Recorder final : DueEntry {
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
  early.leave_queue();
  EXPECT_EQ(schedule.next(), at(500));
  late.leave_queue();
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
    removed.leave_queue();
    doomed.reset();
  });
  schedule.add(killer, at(100));
  schedule.add(removed, at(100));
  schedule.add(*doomed, at(100));
  schedule.run_due(at(100));
  EXPECT_EQ(killer.calls, 1);
  EXPECT_EQ(removed.calls, 0);
  EXPECT_FALSE(schedule.next());
}

TEST(TickSchedule, TheFirstDueIsTheFirstServedTickAfterTick) {
  TickSchedule schedule;
  std::vector<int> order;
  std::vector<std::unique_ptr<Recorder>> crowd;
  for (int i = 0; i < 5; ++i) {
    crowd.push_back(std::make_unique<Recorder>([&, i](SteadyTime now) {
      order.push_back(i);
      schedule.add(*crowd[static_cast<std::size_t>(i)], now + milliseconds(50));
    }));
    schedule.add(*crowd.back(), at(100));
  }
  schedule.run_due(at(100));
  schedule.run_due(at(150));
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 0, 1, 2, 3, 4}));
}

TEST(TickSchedule, AnEntryThatLeavesDoesNotChangeTheOrderOfTheOthers) {
  TickSchedule schedule;
  std::vector<int> order;
  std::vector<std::unique_ptr<Recorder>> crowd;
  for (int i = 0; i < 100; ++i) {
    crowd.push_back(std::make_unique<Recorder>([&order, i](SteadyTime) { order.push_back(i); }));
    schedule.add(*crowd.back(), at(100));
  }
  std::vector<int> expected;
  for (int i = 0; i < 100; ++i) {
    if (i % 7 == 0) {
      expected.push_back(i);
    } else {
      crowd[static_cast<std::size_t>(i)]->leave_queue();
    }
  }
  Recorder last([&order](SteadyTime) { order.push_back(100); });
  schedule.add(last, at(100));  // makes the slot remove the gaps
  crowd[98]->leave_queue();     // which has moved since it was added
  expected.back() = 100;
  schedule.run_due(at(100));
  EXPECT_EQ(order, expected);
}

TEST(TickSchedule, OfACrowdPrefetchesEachOnceBeforeItsCall) {
  struct Prefetched final : DueEntry {
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
  EXPECT_GE(prefetched, 16);  // the first few entries are called without a prefetch
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
        picked.entry.leave_queue();
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
