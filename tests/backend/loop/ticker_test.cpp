#include "backend/loop/ticker.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "backend/loop/due_call.hpp"
#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// A ticker that takes down when it is to be woken, and a sender that takes down when a tick begins and ends.
class RecordingTicker final : public Ticker {
 public:
  using Ticker::Ticker;
  std::vector<SteadyTime> wake_ups;

 private:
  void wake_at(SteadyTime time) override { wake_ups.push_back(time); }
};

struct RecordingSender final : FrameSender {
  void begin_tick() override { ++begun; }
  void end_tick() override { ++ended; }
  int begun = 0, ended = 0;
};

class Caller {
 public:
  explicit Caller(Ticker& ticker) : ticker_(ticker) {}
  void call(SteadyTime now) {
    ++calls;
    ticker_.add(due, now + 50ms);
  }
  int calls = 0;
  DueCall<Caller, &Caller::call> due{*this};

 private:
  Ticker& ticker_;
};

class TickerTest : public ::testing::Test {
 protected:
  ManualClock clock_;
  RecordingSender sender_;
  RecordingTicker ticker_{clock_, sender_};
  Caller caller_{ticker_};
};

TEST_F(TickerTest, AsksToBeWokenForTheFirstEntryAndAfterATickOnceForTheNext) {
  const SteadyTime start = clock_.steady();
  ticker_.add(caller_.due, start + 20ms);
  EXPECT_EQ(ticker_.wake_ups, std::vector{start + 20ms});
  clock_.advance(20ms);
  ticker_.run_due();
  EXPECT_EQ(caller_.calls, 1);
  EXPECT_EQ(ticker_.wake_ups, (std::vector{start + 20ms, start + 70ms}));
}

TEST_F(TickerTest, TheSenderKnowsWhenATickBeginsAndEnds) {
  ticker_.run_due();
  EXPECT_EQ(sender_.begun, 1);
  EXPECT_EQ(sender_.ended, 1);
}

TEST_F(TickerTest, AnEntryThatLeavesIsNotCalled) {
  ticker_.add(caller_.due, clock_.steady());
  EXPECT_TRUE(caller_.due.is_queued());
  caller_.due.leave_queue();
  EXPECT_FALSE(caller_.due.is_queued());
  clock_.advance(1s);
  ticker_.run_due();
  EXPECT_EQ(caller_.calls, 0);
}

TEST(SharedWakeUp, IsATenthOfASecondForShortDeadlinesAndAWholeOneForLongOnes) {
  const SteadyTime now{1h};
  EXPECT_EQ(shared_wake_up(now, now + 1ms), now + 100ms);
  EXPECT_EQ(shared_wake_up(now, now + 4'999ms), now + 5s);
  EXPECT_EQ(shared_wake_up(now + 1ms, now + 4'801ms), now + 4'900ms);
  EXPECT_EQ(shared_wake_up(now + 1ms, now + 5'001ms), now + 6s);
  EXPECT_EQ(shared_wake_up(now, now + 10s), now + 10s);
}

}  // namespace
}  // namespace sws
