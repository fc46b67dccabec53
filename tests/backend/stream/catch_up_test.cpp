#include "backend/stream/catch_up.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "backend/stream/verified_stream.hpp"
#include "shared/codec.hpp"
#include "tests/backend/stream/stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// A stream that is `debt` numbers behind and takes at most 512 of them at a time.
class Debtor {
 public:
  Debtor(CatchUp& catch_up, std::uint32_t debt, std::vector<int>& order, int name)
      : catch_up_(catch_up), debt_(debt), order_(order), name_(name) {}

  void pay(SteadyTime now) {
    const std::uint32_t paid = catch_up_.take(std::min(debt_, 512U), now);
    if (paid > 0) order_.push_back(name_);
    debt_ -= paid;
    if (debt_ > 0) catch_up_.wait(entry_);
  }
  void wait() { catch_up_.wait(entry_); }
  std::uint32_t debt() const { return debt_; }

 private:
  CatchUp& catch_up_;
  std::uint32_t debt_;
  std::vector<int>& order_;
  int name_;
  DueCall<Debtor, &Debtor::pay> entry_{*this};
};

class CatchUpTest : public StreamTest {
 protected:
  static constexpr int kServedPerTick = CatchUp::kNumbersPerTick / 512;  // debtors of 512 numbers each

  static std::vector<int> first(int count) {
    std::vector<int> names(static_cast<std::size_t>(count));
    std::iota(names.begin(), names.end(), 0);
    return names;
  }

  void add(std::uint32_t debt) {
    debtors_.push_back(std::make_unique<Debtor>(catch_up_, debt, order_, static_cast<int>(debtors_.size())));
    debtors_.back()->wait();
  }
  std::uint32_t debt() const {
    std::uint32_t sum = 0;
    for (const auto& debtor : debtors_) sum += debtor->debt();
    return sum;
  }

  std::vector<int> order_;
  std::vector<std::unique_ptr<Debtor>> debtors_;
};

TEST_F(CatchUpTest, ATickComputesNoMoreThanItsBudgetHoweverManyAreBehind) {
  for (int i = 0; i < 300; ++i) add(10'000);
  std::uint32_t before = debt();
  for (int tick = 0; tick < 50; ++tick) {
    ticker_.advance(10ms);
    EXPECT_EQ(before - debt(), CatchUp::kNumbersPerTick);
    before = debt();
  }
}

// A stream that takes as long as it is told to.
class SlowStream {
 public:
  SlowStream(CatchUp& catch_up, ManualClock& clock, std::chrono::milliseconds time)
      : catch_up_(catch_up), clock_(clock), time_(time) {
    catch_up_.wait(entry_);
  }

  void work(SteadyTime) {
    clock_.advance(time_);
    ++calls_;
    catch_up_.wait(entry_);
  }
  int calls() const { return calls_; }

 private:
  CatchUp& catch_up_;
  ManualClock& clock_;
  const std::chrono::milliseconds time_;
  int calls_ = 0;
  DueCall<SlowStream, &SlowStream::work> entry_{*this};
};

TEST_F(CatchUpTest, ATickEndsWhenItsTimeIsOverHoweverLittleWasComputed) {
  SlowStream one(catch_up_, clock_, 2ms), other(catch_up_, clock_, 2ms), third(catch_up_, clock_, 2ms);
  static_assert(CatchUp::kTimePerTick > 2ms && CatchUp::kTimePerTick <= 4ms);
  ticker_.advance(10ms);
  EXPECT_EQ(one.calls() + other.calls() + third.calls(), 2);
  EXPECT_EQ(third.calls(), 0);
  ticker_.advance(10ms);
  EXPECT_EQ(one.calls() + other.calls() + third.calls(), 4);
  EXPECT_EQ(third.calls(), 1);
}

TEST_F(CatchUpTest, StreamsTakeTurns) {
  for (int i = 0; i < 20; ++i) add(2 * 512);
  ticker_.advance(50ms);
  std::vector<int> expected = first(20);
  const std::vector<int> again = first(20);
  expected.insert(expected.end(), again.begin(), again.end());
  EXPECT_EQ(order_, expected);
  EXPECT_EQ(debt(), 0U);
}

TEST_F(CatchUpTest, AStreamThatAsksLateDoesNotPassThoseThatWait) {
  for (int i = 0; i < kServedPerTick + 1; ++i) add(512);
  EXPECT_EQ(catch_up_.take(512, clock_.steady()), 0U);
  add(512);
  ticker_.advance(10ms);
  EXPECT_EQ(order_, first(kServedPerTick));
  EXPECT_EQ(catch_up_.take(512, clock_.steady()), 0U);
  ticker_.advance(10ms);
  EXPECT_EQ(order_, first(kServedPerTick + 2));
}

TEST_F(CatchUpTest, AStreamThatAsksAgainWhileItWaitsKeepsItsTurn) {
  for (int i = 0; i < kServedPerTick + 1; ++i) add(512);
  debtors_.front()->pay(clock_.steady());
  ticker_.advance(20ms);
  EXPECT_EQ(order_, first(kServedPerTick + 1));
}

TEST_F(CatchUpTest, AStreamThatLeavesWhileItWaitsIsForgotten) {
  for (int i = 0; i < kServedPerTick + 2; ++i) add(512);
  debtors_.erase(debtors_.begin() + kServedPerTick);
  ticker_.advance(20ms);
  std::vector<int> expected = first(kServedPerTick);
  expected.push_back(kServedPerTick + 1);
  EXPECT_EQ(order_, expected);
}

TEST_F(CatchUpTest, AHonestViewerIsOnTimeBesideACrowdThatResumesAnOldStream) {
  Settings settings = every_second(1'000'000);
  VerifiedStream honest(outlet_, settings, catch_up_, {StreamProtocol::verified, {}, false});
  honest.on_open();
  honest.on_message(R"({"type":"start","client_seed":"honest","interval_ms":100})", true);
  const auto token = [&] {
    const auto started = decode_server_message(outlet_.texts[1]);
    return std::get<Started>(*started).token;
  }();
  clock_.step_wall(30min);  // the old stream is 18,000 numbers behind
  std::vector<std::unique_ptr<FakeOutlet>> outlets;
  std::vector<std::unique_ptr<VerifiedStream>> crowd;
  for (int i = 0; i < 300; ++i) {
    outlets.push_back(std::make_unique<FakeOutlet>());
    crowd.push_back(std::make_unique<VerifiedStream>(*outlets.back(), settings, catch_up_,
                                                     StreamRequest{StreamProtocol::verified, {}, true}));
    crowd.back()->on_open();
    crowd.back()->on_message(R"({"type":"resume","token":")" + token + R"(","next":0})", true);
  }
  for (int second = 0; second < 2; ++second) {
    outlet_.take_texts();
    const auto lateness_before = outlet_.counted.lateness.sum();
    std::uint64_t caught_up_before = 0, caught_up = 0;
    for (const auto& outlet : outlets) caught_up_before += outlet->counted.numbers_caught_up.value();
    ticker_.advance(1s);
    for (const auto& outlet : outlets) caught_up += outlet->counted.numbers_caught_up.value();
    EXPECT_EQ(outlet_.take_texts().size(), 10U);
    EXPECT_LT(outlet_.counted.lateness.sum() - lateness_before, 10 * TickSchedule::kSlotWidth);
    EXPECT_EQ(caught_up - caught_up_before, 100 * CatchUp::kNumbersPerTick);
  }
}

}  // namespace
}  // namespace sws
