// A viewer that lost its connection comes back with a token.
#include <gtest/gtest.h>

#include "shared/chain_verifier.hpp"
#include "shared/sha256.hpp"
#include "tests/backend/stream/verified_stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class VerifiedResumeTest : public VerifiedStreamTest {
 protected:
  RandomSequence sequence_of(const Offer& offer) const {
    return {KeyChain(derive_server_seed(settings_.secrets.signing(), offer.stream), offer.stream), "seed", 0, 100};
  }

  // Of a stream of which number 5 is due at this very moment by the wall clock.
  std::string token_with_six_numbers() {
    std::string token = token_of_a_stream();
    ticker_.advance(5s);
    clock_.step_wall(-3'700us);  // since the slot in which it started
    return token;
  }
};

TEST_F(VerifiedResumeTest, AStreamWhoseFirstNumberIsYetToComeOutlivesTheDeadlineToo) {
  const std::string token = token_of_a_stream(R"(,"interval_ms":60000)");
  Returning other(*this, token, 1);
  ticker_.advance(2 * settings_.handshake_timeout);
  EXPECT_TRUE(other.outlet.open);
}

TEST_F(VerifiedResumeTest, AResumedStreamGetsWhatItMissedInFramesOfAtMost512Numbers) {
  const std::string token = token_of_a_stream(R"(,"interval_ms":10)");
  ticker_.advance(10s);
  Returning other(*this, token, 100);
  ticker_.advance(100ms);
  std::vector<std::size_t> sizes;
  std::uint32_t next = 100;
  for (const std::string& text : other.outlet.texts) {
    const auto message = decode_server_message(text);
    if (const auto* const run = std::get_if<Numbers>(&*message)) {
      EXPECT_EQ(run->seq, next);
      sizes.push_back(run->messages.size());
      next += static_cast<std::uint32_t>(run->messages.size());
    }
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{512, 388}));
  EXPECT_EQ(other.outlet.close_codes, std::vector{CloseCode::normal});
  EXPECT_EQ(other.outlet.counted.streams_resumed.value(), 1U);
}

TEST_F(VerifiedResumeTest, WhatAViewerMissedWhileItWasAwayIsNotLate) {
  const std::string token = token_of_a_stream();
  clock_.advance(90s + 500ms);
  for (const std::uint32_t next : {1U, 90U}) {  // a run, and the newest number alone
    Returning viewer(*this, token, next);
    EXPECT_EQ(viewer.outlet.counted.lateness.sum(), 0ns);
    ticker_.run_due();
    clock_.advance(1s);
    ticker_.run_due();
    EXPECT_GT(viewer.outlet.counted.lateness.sum(), 0ns);
  }
}

TEST_F(VerifiedResumeTest, AViewerWhoIsFarBehindAloneGetsTheWholeBudgetOfEachTick) {
  const std::string token = token_of_a_stream(R"(,"interval_ms":10)", 100'000);
  clock_.step_wall(10min);
  Returning other(*this, token, 0);
  ticker_.advance(10ms);
  const std::uint64_t before = other.outlet.counted.numbers_caught_up.value();
  ticker_.advance(20ms);
  EXPECT_EQ(other.outlet.counted.numbers_caught_up.value() - before, 2 * CatchUp::kNumbersPerTick);
}

TEST_F(VerifiedResumeTest, AResumedStreamThatIsCompleteWaitsForItsLastNumbersTime) {
  const std::string token = token_of_a_stream("", 2);
  Returning other(*this, token, 2);
  ticker_.advance(900ms);
  EXPECT_TRUE(other.outlet.open);
  ticker_.advance(110ms);
  EXPECT_EQ(other.outlet.close_codes, std::vector{CloseCode::normal});
}

TEST_F(VerifiedResumeTest, ATokenOfAnotherSecretIsRefused) {
  const std::string token = token_of_a_stream();
  settings_.secrets = Secret{4, 5, 6};
  Returning other(*this, token, 0);
  EXPECT_EQ(std::get<ErrorMessage>(*decode_server_message(other.outlet.texts.back())).code, "bad_token");
}

TEST_F(VerifiedResumeTest, AStreamGoesOnWithTheSecretThatSignedItsToken) {
  const Offer offer = open();
  start(R"(,"interval_ms":10)");
  const std::string token = take<Started>().token;
  const Numbers expected = sequence_of(offer).run(0, 3);
  ticker_.advance(20ms);
  settings_.secrets = Secrets(std::vector<Secret>{{4, 5, 6}, {7}, {1, 2, 3}});
  Returning other(*this, token, 0);
  EXPECT_EQ(std::get<Started>(*decode_server_message(other.outlet.texts.at(1))).token, token);
  EXPECT_EQ(std::get<Numbers>(*decode_server_message(other.outlet.texts.at(2))), expected);
  texts_.clear();
  outlet_.take_texts();
  const std::string fresh = token_of_a_stream();
  EXPECT_TRUE(decode_token(Secret{4, 5, 6}, fresh)) << "the first secret signs";
}

TEST_F(VerifiedResumeTest, AResumedStreamIsProvenByWhatWasCommittedToAtItsStart) {
  const Offer offer = open();
  start(R"(,"interval_ms":10)");
  const std::string token = take<Started>().token;
  for (const std::uint32_t next : {1U, 15U, 16U, 17U, 100U}) {
    ticker_.advance(10s);
    Returning other(*this, token, next);
    ticker_.advance(10ms);
    EXPECT_EQ(std::get<Hello>(*decode_server_message(other.outlet.texts.at(0))).offer, std::nullopt);
    EXPECT_EQ(std::get<Started>(*decode_server_message(other.outlet.texts.at(1))).commitment, offer.commitment);
    const auto run = std::get<Numbers>(*decode_server_message(other.outlet.texts.at(2)));
    ChainVerifier verifier(offer, "seed", 0, 100);
    const Numbers missed = sequence_of(offer).run(0, next);
    ASSERT_EQ(verifier.take(0, missed.messages, missed.keys), std::nullopt);
    EXPECT_EQ(verifier.take(run.seq, run.messages, run.keys), std::nullopt) << next;
  }
}

TEST_F(VerifiedResumeTest, AResumedStreamOfTooManyNumbersToCommitToRevealsItsSeed) {
  const Offer offer = open(5'000);
  start();
  const std::string token = take<Started>().token;
  Returning other(*this, token, 1);
  other.stream.on_message(R"({"type":"stop"})", true);
  const auto end = std::get<End>(*decode_server_message(other.outlet.texts.back()));
  EXPECT_EQ(sha256(end.server_seed.value()), offer.commitment);
}

TEST_F(VerifiedResumeTest, AResumeBeyondTheEndIsRefused) {
  const std::string token = token_of_a_stream("", 2);
  Returning other(*this, token, 3);
  EXPECT_EQ(std::get<ErrorMessage>(*decode_server_message(other.outlet.texts.back())).code, "value_not_allowed");
}

TEST_F(VerifiedResumeTest, ATokenIsGoodUntilTheResumeWindowHasPassed) {
  const std::string token = token_of_a_stream("", 2);
  clock_.step_wall(2s + settings_.resume_window - 3'700us);  // since the slot in which it started
  for (const auto& [later, code] : {std::pair{0ms, "complete"}, std::pair{1ms, "expired_token"}}) {
    clock_.step_wall(later);
    Returning other(*this, token, 0);
    EXPECT_NE(other.outlet.texts.back().find(code), std::string::npos) << other.outlet.texts.back();
  }
}

// A viewer comes back who has the numbers 0 to 5, to a server whose clock is behind.
TEST_F(VerifiedResumeTest, AViewerFromAServerWhoseClockIsAheadALittleWaits) {
  const std::string token = token_with_six_numbers();
  for (const std::chrono::milliseconds behind :
       std::initializer_list<std::chrono::milliseconds>{-30min, 0ms, 1ms, 1'999ms}) {
    SCOPED_TRACE(behind.count());
    const bool is_behind = behind > 0ms;
    clock_.step_wall(-behind);
    Returning other(*this, token, 6);
    clock_.step_wall(behind);
    EXPECT_TRUE(other.outlet.open);
    EXPECT_NE(other.outlet.texts.at(1).find("started"), std::string::npos);
    EXPECT_EQ(other.outlet.counted.clock_skews.value(), is_behind ? 1U : 0U);
    EXPECT_EQ(other.outlet.counted.streams_resumed.value(), 1U);
    EXPECT_TRUE(!is_behind || other.outlet.texts.size() == 2U) << "a number came before its time";
  }
}

TEST_F(VerifiedResumeTest, NoNumberComesBeforeItsTimeByTheClockOfTheServerThatSendsIt) {
  const std::string token = token_with_six_numbers();
  clock_.step_wall(-1'900ms);
  Returning other(*this, token, 6);
  ticker_.advance(2'890ms);
  EXPECT_EQ(other.outlet.texts.size(), 2U);
  ticker_.advance(20ms);
  EXPECT_EQ(other.outlet.texts.size(), 3U);
}

TEST_F(VerifiedResumeTest, AViewerFromAServerWhoseClockIsFarAheadIsSentAway) {
  const std::string token = token_with_six_numbers();
  for (const auto behind : {std::chrono::seconds(2), std::chrono::seconds(600), std::chrono::seconds(7'200)}) {
    clock_.step_wall(-behind);
    Returning other(*this, token, 6);
    clock_.step_wall(behind);
    const auto error = std::get<ErrorMessage>(*decode_server_message(other.outlet.texts.at(1)));
    EXPECT_EQ(error.code, "clock_skew");
    EXPECT_NE(error.detail.find("is due in " + std::to_string(behind.count()) + " s"), std::string::npos)
        << error.detail;
    EXPECT_EQ(other.outlet.texts.size(), 2U);
    EXPECT_EQ(other.outlet.close_codes, std::vector{CloseCode::policy_violation});
    EXPECT_EQ(other.outlet.reasons, std::vector{Reason::clock_skew});
    EXPECT_EQ(other.outlet.counted.clock_skews.value(), 1U);
    EXPECT_EQ(other.outlet.counted.streams_resumed.value(), 0U);
  }
}

TEST_F(VerifiedResumeTest, AStreamThatHasNotStartedByThisClockIsSentAwayToo) {
  const std::string token = token_of_a_stream();
  clock_.step_wall(-10s);
  Returning other(*this, token, 0);
  EXPECT_EQ(std::get<ErrorMessage>(*decode_server_message(other.outlet.texts.at(1))).code, "clock_skew");
}

// Each start is within the bounds of the protocol, but beyond what a clock in nanoseconds can count.
TEST_F(VerifiedResumeTest, AStreamOfAnotherAgeIsExpiredOrNotDue) {
  for (const auto& [start_ms, message] :
       {std::pair{-kMaxStartMs, "expired_token"}, std::pair{kMaxStartMs, "clock_skew"}}) {
    const StreamIdentity identity{{1, 2, 3}, start_ms, StreamParameters(), {}, "seed"};
    Returning other(*this, encode_token(settings_.secrets.signing(), identity), 0);
    ticker_.advance(1min);
    EXPECT_NE(other.outlet.texts.back().find(message), std::string::npos) << other.outlet.texts.back();
    EXPECT_EQ(other.outlet.texts.size(), 2U);  // hello and this: no number
  }
}

}  // namespace
}  // namespace sws
