#include "backend/stream/verified_stream.hpp"

#include <gtest/gtest.h>

#include "shared/chain_verifier.hpp"
#include "shared/sha256.hpp"
#include "tests/backend/stream/verified_stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(VerifiedStreamTest, CommitsToItsNumbersThenProvesEachOfThem) {
  const Offer offer = open(40);
  EXPECT_EQ(offer.count, 40U);
  ASSERT_EQ(fault_of(offer), std::nullopt);
  start(R"(,"min":5,"max":9,"interval_ms":50)");
  const auto started = take<Started>();
  EXPECT_EQ(started.stream, offer.stream);
  EXPECT_EQ(started.commitment, offer.commitment);
  EXPECT_EQ(started.parameters, (StreamParameters{.min = 5, .max = 9, .interval_ms = 50, .count = 40}));
  ChainVerifier verifier(offer, "seed", 5, 9);
  for (std::uint32_t n = 0; n < 40; ++n) {
    const auto number = take<Number>();
    ASSERT_TRUE(number.key);
    EXPECT_EQ(verifier.take(number.seq, {&number.message, 1}, {&*number.key, 1}), std::nullopt);
    ticker_.advance(50ms);
  }
  EXPECT_EQ(verifier.verified(), 40U);
  EXPECT_EQ(take<End>(), (End{EndReason::complete, 40}));
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(VerifiedStreamTest, OffersAsManyNumbersAsTheServerIsSetTo) {
  EXPECT_EQ(open().count, settings_.stream.count);
}

TEST_F(VerifiedStreamTest, SaysItsDefaultsBeforeItKnowsTheClientsSeed) {
  settings_.stream = {.min = -3, .max = 7, .interval_ms = 50, .count = 9};
  stream_.emplace(outlet_, settings_, catch_up_, StreamRequest{StreamProtocol::verified, {}, false});
  stream_->on_open();
  EXPECT_EQ(take<Hello>().defaults, (StreamDefaults{-3, 7, 50}));
  start();
  EXPECT_EQ(take<Started>().parameters, settings_.stream);
}

TEST_F(VerifiedStreamTest, OfTooManyNumbersToCommitToIsProvenByItsSeedAtTheEnd) {
  const Offer offer = open(kMaxProvenCount + 1);
  EXPECT_TRUE(offer.roots.empty());
  start();
  take<Started>();
  const auto number = take<Number>();
  EXPECT_EQ(number.key, std::nullopt);
  say(R"({"type":"stop"})");
  const auto end = take<End>();
  ASSERT_TRUE(end.server_seed);
  EXPECT_EQ(sha256(*end.server_seed), offer.commitment);
  EXPECT_EQ(number_of(KeyChain(*end.server_seed, offer.stream).key_of(0), {"seed", 0, 100}, 0), number.message);
}

TEST_F(VerifiedStreamTest, ThatOffersNothingCannotBeStarted) {
  stream_.emplace(outlet_, settings_, catch_up_, StreamRequest{StreamProtocol::verified, {}, true});
  stream_->on_open();
  EXPECT_EQ(take<Hello>().offer, std::nullopt);
  start();
  expect_refused("malformed_message", CloseCode::protocol_error);
}

TEST_F(VerifiedStreamTest, AClientThatSaysNothingIsRefusedAtTheDeadline) {
  open();
  ticker_.advance(settings_.handshake_timeout - 100ms);
  EXPECT_TRUE(outlet_.take_texts().empty());
  ticker_.advance(1100ms);  // the deadline shares a wake-up with others
  expect_refused("handshake_timeout", CloseCode::policy_violation);
  EXPECT_EQ(outlet_.reasons, std::vector{Reason::handshake_timeout});
}

TEST_F(VerifiedStreamTest, NothingIsSaidAtTheDeadlineOfAConnectionThatCloses) {
  open();
  outlet_.take_texts();
  outlet_.open = false;
  ticker_.advance(2 * settings_.handshake_timeout);
  EXPECT_TRUE(outlet_.texts.empty());
  EXPECT_TRUE(outlet_.reasons.empty());
}

TEST_F(VerifiedStreamTest, APeerThatReadsOnBeforeItStartsIsSentNothing) {
  open();
  stream_->on_writable();
  EXPECT_TRUE(outlet_.texts.empty());
  EXPECT_TRUE(outlet_.close_codes.empty());
}

TEST_F(VerifiedStreamTest, AStreamThatCannotSendItsFirstNumberWaitsForItsPeerAlone) {
  open();
  outlet_.next_status = SendStatus::blocked;
  start();
  EXPECT_EQ(outlet_.sends, 1);
  ticker_.advance(3 * settings_.handshake_timeout);
  EXPECT_EQ(outlet_.sends, 1);
}

TEST_F(VerifiedStreamTest, TheStartIsTheSlotsOnTheWallClockRoundedDown) {
  clock_.step_wall(400us);
  const auto wall = clock_.wall().time_since_epoch() - 3'700us;  // when the slot began
  open();
  start();
  EXPECT_EQ(take<Started>().start_ms * 1ms + 400us, wall);
}

TEST_F(VerifiedStreamTest, AStreamThatRunsOutlivesTheDeadlineOfItsHandshake) {
  open();
  start();
  ticker_.advance(3 * settings_.handshake_timeout);
  EXPECT_TRUE(outlet_.open);
  EXPECT_EQ(outlet_.counted.numbers_sent.value(), 31U);
}

TEST_F(VerifiedStreamTest, AFewLateNumbersComeInOneFrameWithoutWaitingForTheBudget) {
  open();
  start(R"(,"interval_ms":10)");
  ASSERT_EQ(catch_up_.take(CatchUp::kNumbersPerTick, clock_.steady() + 50ms), CatchUp::kNumbersPerTick);
  clock_.advance(50ms);
  outlet_.take_texts();
  ticker_.run_due();
  EXPECT_EQ(take<Numbers>().messages.size(), 5U);
}

TEST_F(VerifiedStreamTest, MoreThanAFewLateNumbersWaitForTheBudget) {
  open();
  start(R"(,"interval_ms":10)");
  outlet_.take_texts();
  clock_.advance(90ms);
  ASSERT_EQ(catch_up_.take(CatchUp::kNumbersPerTick, clock_.steady()), CatchUp::kNumbersPerTick);
  ticker_.run_due();
  EXPECT_TRUE(outlet_.texts.empty());
  ticker_.advance(10ms);
  EXPECT_EQ(take<Numbers>().messages.size(), 10U);
}

TEST_F(VerifiedStreamTest, StopEndsTheStreamWithHowManyNumbersThereWere) {
  open();
  start();
  take<Started>();
  take<Number>();
  ticker_.advance(1s);
  take<Number>();
  say(R"({"type":"stop"})");
  const auto end = take<End>();
  EXPECT_EQ(end.reason, EndReason::stopped);
  EXPECT_EQ(end.next, 2U);
  EXPECT_EQ(end.server_seed, std::nullopt) << "nothing is revealed, so the rest stays unknown";
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(VerifiedStreamTest, ARangeOfOneNumberIsARange) {
  open();
  start(R"(,"min":7,"max":7)");
  take<Started>();
  EXPECT_EQ(take<Number>().message, 7);
}

TEST_F(VerifiedStreamTest, ARangeUpsideDownIsRefused) {
  open();
  start(R"(,"min":8,"max":7)");
  expect_refused("value_not_allowed", CloseCode::policy_violation);
}

TEST_F(VerifiedStreamTest, AValueOutsideTheLimitsIsRefusedAndNotClamped) {
  open();
  start(R"(,"interval_ms":9)");
  expect_refused("value_not_allowed", CloseCode::policy_violation);
}

TEST_F(VerifiedStreamTest, ABinaryMessageIsRefused) {
  open();
  stream_->on_message(R"({"type":"start","client_seed":"seed"})", false);
  expect_refused("malformed_message", CloseCode::protocol_error);
  EXPECT_EQ(outlet_.reasons, std::vector{Reason::stream_error});
}

TEST_F(VerifiedStreamTest, StopBeforeStartIsRefused) {
  open();
  say(R"({"type":"stop"})");
  expect_refused("malformed_message", CloseCode::protocol_error);
}

TEST_F(VerifiedStreamTest, ASecondStartIsRefused) {
  open();
  start();
  take<Started>();
  take<Number>();
  start();
  expect_refused("malformed_message", CloseCode::protocol_error);
}

// The samples that were late by more than `bound`, which is one of the histogram's.
std::uint64_t later_than(const LatenessHistogram& lateness, std::chrono::microseconds bound) {
  std::uint64_t later = 0;
  for (std::size_t bucket = 0; bucket <= LatenessHistogram::kBounds.size(); ++bucket) {
    if (bucket == 0 || LatenessHistogram::kBounds[bucket - 1] < bound) continue;
    later += lateness.in_bucket(bucket);
  }
  return later;
}

TEST_F(VerifiedStreamTest, EachNumberOfARunIsMeasuredAgainstTheMomentWhenItWasDue) {
  open();
  start(R"(,"interval_ms":100)");
  clock_.advance(5s);  // the process stood still
  ticker_.run_due();
  const LatenessHistogram& lateness = outlet_.counted.lateness;
  EXPECT_EQ(outlet_.counted.numbers_caught_up.value(), 50U);
  EXPECT_EQ(later_than(lateness, 1s), 40U);
  EXPECT_EQ(later_than(lateness, 100ms), 49U);
  const auto sum = std::chrono::round<std::chrono::milliseconds>(lateness.sum());
  EXPECT_GE(sum, 50 * 49 / 2 * 100ms);  // 0, 100, … 4900 ms, and less than a slot each
  EXPECT_LT(sum, 50 * 49 / 2 * 100ms + 51 * TickSchedule::kSlotWidth);
}

TEST_F(VerifiedStreamTest, NumbersThatAPeerDidNotReadAreNotLate) {
  open();
  start(R"(,"interval_ms":100)");
  outlet_.next_status = SendStatus::blocked;
  ticker_.advance(100ms);
  const auto before = outlet_.counted.lateness.sum();
  clock_.advance(5s);
  outlet_.next_status = SendStatus::sent;
  stream_->on_writable();
  EXPECT_EQ(outlet_.counted.numbers_caught_up.value(), 51U);
  EXPECT_EQ(outlet_.counted.lateness.sum(), before);
  ticker_.advance(100ms);
  EXPECT_EQ(later_than(outlet_.counted.lateness, 10ms), 0U);
  clock_.advance(2s);
  ticker_.run_due();
  EXPECT_EQ(later_than(outlet_.counted.lateness, 1s), 10U);
}

}  // namespace
}  // namespace sws
