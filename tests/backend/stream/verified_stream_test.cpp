#include "backend/stream/verified_stream.hpp"

#include <gtest/gtest.h>

#include "shared/sha256.hpp"
#include "tests/backend/stream/verified_stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(VerifiedStreamTest, OffersACommitmentThenRunsAsTheClientWishesAndRevealsItsSeed) {
  stream_.on_open();
  const auto hello = take<Hello>();
  start(R"(,"min":5,"max":9,"interval_ms":50,"count":3)");
  const auto started = take<Started>();
  EXPECT_EQ(started.stream, hello.stream);
  EXPECT_EQ(started.commitment, hello.commitment);
  EXPECT_EQ(started.parameters, (StreamParameters{.min = 5, .max = 9, .interval_ms = 50, .count = 3}));
  std::vector<Number> numbers{take<Number>()};
  ticker_.advance(50ms);
  numbers.push_back(take<Number>());
  ticker_.advance(50ms);
  numbers.push_back(take<Number>());
  const auto end = take<End>();
  EXPECT_EQ(end.reason, EndReason::complete);
  EXPECT_EQ(end.next, 3U);
  EXPECT_EQ(sha256(end.server_seed), hello.commitment);
  EXPECT_EQ(socket_.close_codes, std::vector{CloseCode::normal});
  const NumberSequence sequence(end.server_seed, "seed", 5, 9);
  for (std::uint32_t n = 0; n < 3; ++n) EXPECT_EQ(numbers[n], (Number{n, sequence.at(n)}));
}

TEST_F(VerifiedStreamTest, AClientThatSaysNothingIsRefusedAtTheDeadline) {
  stream_.on_open();
  take<Hello>();
  ticker_.advance(settings_.handshake_timeout - 100ms);
  EXPECT_TRUE(socket_.take_texts().empty());
  ticker_.advance(1100ms);  // the deadline shares a wake-up with others
  expect_refused("handshake_timeout", CloseCode::policy_violation);
  EXPECT_EQ(socket_.reasons, std::vector{Reason::handshake_timeout});
}

TEST_F(VerifiedStreamTest, NothingIsSaidAtTheDeadlineOfAConnectionThatCloses) {
  stream_.on_open();
  socket_.take_texts();
  socket_.open = false;
  ticker_.advance(2 * settings_.handshake_timeout);
  EXPECT_TRUE(socket_.texts.empty());
  EXPECT_TRUE(socket_.reasons.empty());
}

TEST_F(VerifiedStreamTest, APeerThatReadsOnBeforeItStartsIsSentNothing) {
  stream_.on_open();
  take<Hello>();
  stream_.on_writable();
  EXPECT_TRUE(socket_.texts.empty());
  EXPECT_TRUE(socket_.close_codes.empty());
}

TEST_F(VerifiedStreamTest, AStreamThatCannotSendItsFirstNumberWaitsForItsPeerAlone) {
  stream_.on_open();
  socket_.next_status = SendStatus::blocked;
  start();
  EXPECT_EQ(socket_.sends, 1);
  ticker_.advance(3 * settings_.handshake_timeout);
  EXPECT_EQ(socket_.sends, 1);
}

TEST_F(VerifiedStreamTest, TheStartIsTheSlotsOnTheWallClockRoundedDown) {
  clock_.step_wall(400us);
  const auto wall = clock_.wall().time_since_epoch() - 3'700us;  // when the slot began
  stream_.on_open();
  start();
  take<Hello>();
  EXPECT_EQ(take<Started>().start_ms * 1ms + 400us, wall);
}

TEST_F(VerifiedStreamTest, AStreamThatRunsOutlivesTheDeadlineOfItsHandshake) {
  stream_.on_open();
  start();
  ticker_.advance(3 * settings_.handshake_timeout);
  EXPECT_TRUE(socket_.open);
  EXPECT_EQ(socket_.counted.numbers_sent.value(), 31U);
}

TEST_F(VerifiedStreamTest, AFewLateNumbersComeInOneFrameWithoutWaitingForTheBudget) {
  stream_.on_open();
  start(R"(,"interval_ms":10)");
  ASSERT_EQ(catch_up_.take(CatchUp::kNumbersPerTick, clock_.steady() + 50ms), CatchUp::kNumbersPerTick);
  clock_.advance(50ms);
  socket_.take_texts();
  ticker_.run_due();
  EXPECT_EQ(take<Numbers>().messages.size(), 5U);
}

TEST_F(VerifiedStreamTest, MoreThanAFewLateNumbersWaitForTheBudget) {
  stream_.on_open();
  start(R"(,"interval_ms":10)");
  socket_.take_texts();
  clock_.advance(90ms);
  ASSERT_EQ(catch_up_.take(CatchUp::kNumbersPerTick, clock_.steady()), CatchUp::kNumbersPerTick);
  ticker_.run_due();
  EXPECT_TRUE(socket_.texts.empty());
  ticker_.advance(10ms);
  EXPECT_EQ(take<Numbers>().messages.size(), 10U);
}

TEST_F(VerifiedStreamTest, StopEndsTheStreamWithItsSeedAndHowManyNumbersThereWere) {
  stream_.on_open();
  const auto hello = take<Hello>();
  start();
  take<Started>();
  take<Number>();
  ticker_.advance(1s);
  take<Number>();
  say(R"({"type":"stop"})");
  const auto end = take<End>();
  EXPECT_EQ(end.reason, EndReason::stopped);
  EXPECT_EQ(end.next, 2U);
  EXPECT_EQ(sha256(end.server_seed), hello.commitment);
  EXPECT_EQ(socket_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(VerifiedStreamTest, ARangeOfOneNumberIsARange) {
  stream_.on_open();
  start(R"(,"min":7,"max":7)");
  take<Hello>();
  take<Started>();
  EXPECT_EQ(take<Number>().message, 7);
}

TEST_F(VerifiedStreamTest, ARangeUpsideDownIsRefused) {
  stream_.on_open();
  take<Hello>();
  start(R"(,"min":8,"max":7)");
  expect_refused("value_not_allowed", CloseCode::policy_violation);
}

TEST_F(VerifiedStreamTest, AValueOutsideTheLimitsIsRefusedAndNotClamped) {
  stream_.on_open();
  take<Hello>();
  start(R"(,"interval_ms":9)");
  expect_refused("value_not_allowed", CloseCode::policy_violation);
}

TEST_F(VerifiedStreamTest, ABinaryMessageIsRefused) {
  stream_.on_open();
  take<Hello>();
  stream_.on_message(R"({"type":"start","client_seed":"seed"})", false);
  expect_refused("malformed_message", CloseCode::protocol_error);
  EXPECT_EQ(socket_.reasons, std::vector{Reason::stream_error});
}

TEST_F(VerifiedStreamTest, StopBeforeStartIsRefused) {
  stream_.on_open();
  take<Hello>();
  say(R"({"type":"stop"})");
  expect_refused("malformed_message", CloseCode::protocol_error);
}

TEST_F(VerifiedStreamTest, ASecondStartIsRefused) {
  stream_.on_open();
  start();
  take<Hello>();
  take<Started>();
  take<Number>();
  start();
  expect_refused("malformed_message", CloseCode::protocol_error);
}

}  // namespace
}  // namespace sws
