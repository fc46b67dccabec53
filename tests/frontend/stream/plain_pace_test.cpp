#include "frontend/stream/plain_pace.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

class PlainPaceTest : public testing::Test {
 protected:
  void arrive(Moment after) { pace.arrived(connected, now += after); }
  void reconnect(Moment after) { connected = now += after; }

  Moment connected = 1h, now = 1h;
  PlainPace pace;
};

TEST_F(PlainPaceTest, KnowsNothingBeforeTheSecondNumber) {
  EXPECT_EQ(pace.patience(), 1min);
  arrive(0s);
  EXPECT_EQ(pace.usual(), std::nullopt);
  EXPECT_EQ(pace.patience(), 1min);
  arrive(2s);
  EXPECT_EQ(pace.usual(), Moment(2s));
  EXPECT_EQ(pace.missing(), std::nullopt);
}

TEST_F(PlainPaceTest, TakesTheMedianOfTheLastIntervalsForUsual) {
  for (const Moment interval : {0s, 2s, 2s, 1s, 3600s, 2s}) arrive(interval);
  EXPECT_EQ(pace.usual(), Moment(2s));
  for (int i = 0; i < 9; ++i) arrive(500ms);
  EXPECT_EQ(pace.usual(), Moment(500ms));
}

TEST_F(PlainPaceTest, WaitsLongerThanAnySilenceThatWasSeen) {
  arrive(0s);
  arrive(1s);
  EXPECT_EQ(pace.patience(), 8s);
  arrive(20s);
  arrive(1s);
  EXPECT_EQ(pace.patience(), 45s);
  for (int i = 0; i < 9; ++i) arrive(1s);
  EXPECT_EQ(pace.patience(), 8s);  // that was long ago
}

TEST_F(PlainPaceTest, EstimatesWhatALossHasCostFromTheIntervalAndTheTimeThatPassed) {
  for (int i = 0; i < 4; ++i) arrive(1s);
  reconnect(3s);
  arrive(2s);  // a number came 5 s after the one before, where 5 were usual
  EXPECT_EQ(pace.missing(), 4u);
  arrive(1s);
  reconnect(9s);
  arrive(1400ms);
  EXPECT_EQ(pace.missing(), 13u);
  EXPECT_EQ(pace.usual(), Moment(1s));  // a time without a connection is no interval
}

TEST_F(PlainPaceTest, ExpectsOneMissingNumberAtLeastOfEachLoss) {
  arrive(0s);
  arrive(10s);
  reconnect(1s);
  arrive(0s);
  EXPECT_EQ(pace.missing(), 1u);
}

TEST_F(PlainPaceTest, DoesNotGuessWithoutAnInterval) {
  arrive(0s);
  reconnect(1min);
  arrive(0s);
  EXPECT_EQ(pace.missing(), 0u);
  arrive(1s);
  reconnect(1min);
  arrive(0s);
  EXPECT_EQ(pace.missing(), 0u);  // the first loss stays unknown
}

TEST_F(PlainPaceTest, DoesNotGuessFromABurst) {
  arrive(0s);
  for (int i = 0; i < 5; ++i) arrive(0s);
  reconnect(1min);
  arrive(0s);
  EXPECT_EQ(pace.missing(), 0u);
}

}  // namespace
}  // namespace sws
