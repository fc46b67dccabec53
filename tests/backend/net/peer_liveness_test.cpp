#include "backend/net/peer_liveness.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{1h};

class PeerLivenessTest : public testing::Test {
 protected:
  std::chrono::milliseconds silence_at(std::chrono::milliseconds time, const SentData& data) {
    return liveness_.silence(data, kStart + time);
  }

  PeerLiveness liveness_;
};

TEST_F(PeerLivenessTest, APeerWithNothingToAcknowledgeIsNotSilent) {
  EXPECT_EQ(silence_at(0s, {.outstanding = false, .acknowledged = 9, .last_ack = 1h}), 0ms);
  EXPECT_FALSE(liveness_.waits());
}

// A number each hour: when it was sent a moment ago, the last acknowledgement is an hour old.
TEST_F(PeerLivenessTest, WhatWasSentAMomentAgoIsNoEvidenceHoweverOldTheLastAcknowledgementIs) {
  EXPECT_EQ(silence_at(0s, {.outstanding = true, .acknowledged = 9, .last_ack = 1h}), 0ms);
  EXPECT_TRUE(liveness_.waits());
}

TEST_F(PeerLivenessTest, TheSilenceGrowsFromTheFirstLookThatSawTheSameDataOutstanding) {
  silence_at(0s, {.outstanding = true, .acknowledged = 9, .last_ack = 60s});
  EXPECT_EQ(silence_at(6s, {.outstanding = true, .acknowledged = 9, .last_ack = 66s}), 6s);
  EXPECT_EQ(silence_at(12s, {.outstanding = true, .acknowledged = 9, .last_ack = 72s}), 12s);
}

TEST_F(PeerLivenessTest, DataThatWasRepeatedForAWhileHasBeenOutstandingThatLong) {
  const SentData data{.outstanding = true, .acknowledged = 9, .last_ack = 60s, .repeated = 5s};
  EXPECT_EQ(silence_at(0s, data), 5s);
  EXPECT_EQ(silence_at(3s, data), 8s);
}

TEST_F(PeerLivenessTest, OtherDataThatIsOutstandingBeginsAnew) {
  silence_at(0s, {.outstanding = true, .acknowledged = 9, .last_ack = 60s});
  EXPECT_EQ(silence_at(6s, {.outstanding = true, .acknowledged = 10, .last_ack = 2s}), 0ms);
  EXPECT_EQ(silence_at(7s, {.outstanding = true, .acknowledged = 10, .last_ack = 3s}), 1s);
}

TEST_F(PeerLivenessTest, AnAcknowledgementOfAllEndsTheSilence) {
  silence_at(0s, {.outstanding = true, .acknowledged = 9, .last_ack = 60s});
  EXPECT_EQ(silence_at(6s, {.outstanding = false, .acknowledged = 10, .last_ack = 2s}), 0ms);
  EXPECT_FALSE(liveness_.waits());
  EXPECT_EQ(silence_at(12s, {.outstanding = true, .acknowledged = 10, .last_ack = 8s}), 0ms);
}

// Its program does not read, or its kernel takes nothing for want of memory; it is there.
TEST_F(PeerLivenessTest, AMachineThatAnswersIsNotSilentAlthoughDataIsOutstanding) {
  silence_at(0s, {.outstanding = true, .acknowledged = 9, .last_ack = 0s});
  EXPECT_EQ(silence_at(30s, {.outstanding = true, .acknowledged = 9, .last_ack = 100ms}), 100ms);
}

TEST(SentDataTest, ASocketThatIsNotTcpHasNothingOutstanding) {
  EXPECT_FALSE(sent_data(-1).outstanding);
}

}  // namespace
}  // namespace sws
