// A server that lies is caught at the number where it lies, nothing that is not verified is kept, and the evidence
// shows the same lie to anybody.
#include "shared/counting.hpp"
#include "tests/frontend/proof_check.hpp"
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

class LyingServerTest : public StreamSessionTest {
 protected:
  static constexpr std::uint32_t kCount = 35;  // two whole segments and a piece

  LyingServerTest() { server.parameters.count = kCount; }

  // The session has ended for this reason, has kept `verified` numbers, and has closed the socket.
  void expect_caught(std::uint32_t verified, const std::string& why) {
    ASSERT_EQ(session->phase(), Phase::over);
    EXPECT_EQ(session->ending().kind, Kind::distrusted);
    EXPECT_EQ(session->ending().why, why);
    EXPECT_FALSE(browser.is_open);
    EXPECT_EQ(session->deadline(), std::nullopt);
    ASSERT_EQ(session->received().next(), verified);
    for (std::uint32_t n = 0; n < verified; ++n) ASSERT_EQ(session->received().numbers[n], server.at(n));
  }
  std::string evidence() {
    EXPECT_TRUE(session->received().has_evidence());
    return fault_found_offline(session->received().proof());
  }
  static std::string no_key(std::uint32_t n, const char* keys = "0 keys, but 1 is") {
    return number_named(n) + " arrived with " + keys + " expected";
  }
  static std::string leads_nowhere(std::uint32_t n) {
    const std::string below = n % 16 == 0 ? "its root" : "the key of " + number_named(n - 1);
    return "the key of " + number_named(n) + " does not lead to " + below;
  }
  // The file has one key for each segment, and so its check leads to the root.
  static std::string leads_to_no_root(std::uint32_t n) {
    return "the key of " + number_named(n) + " does not lead to its root";
  }
  void run_with_offer(const Offer& offer, std::optional<std::uint32_t> count = {}) {
    open({.count = count});
    say(ScriptedServer::hello(offer));
  }
};

TEST_F(LyingServerTest, AWrongNumberIsCaughtAtEveryPlace) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    SCOPED_TRACE(n);
    run_verified(n);
    say(server.number(n, 101));
    const std::string why = number_named(n) + " is 101, but its key gives " + std::to_string(server.at(n));
    expect_caught(n, why);
    EXPECT_EQ(evidence(), why);
  }
}

TEST_F(LyingServerTest, AWrongNumberIsCaughtAtEveryPlaceOfARunAndThoseBeforeItAreKept) {
  for (const std::uint32_t first : {0u, 5u, 16u}) {
    for (std::uint32_t wrong = first; wrong < kCount; ++wrong) {
      SCOPED_TRACE(std::to_string(wrong) + " in a run from " + std::to_string(first));
      run_verified(first);
      sws::Numbers run = server.run(first, kCount - 1);
      run.messages[wrong - first] = 101;
      say(encode(run));
      const std::string why =
          number_named(wrong) + " is 101, but its key gives " + std::to_string(server.at(wrong));
      expect_caught(wrong, why);
      EXPECT_EQ(evidence(), why);
    }
  }
}

TEST_F(LyingServerTest, AWrongKeyIsCaughtAtEveryPlace) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    SCOPED_TRACE(n);
    ScriptedServer other = server;
    other.seed[0] ^= 1;
    Key altered = server.key(n);
    altered[31] ^= 1;
    for (const Key& wrong : {altered, server.key(n + 1), server.key(n + 16), other.key(n), Key{}}) {
      run_verified(n);
      say(ScriptedServer::number({n, server.at(n), wrong}));
      expect_caught(n, leads_nowhere(n));
      EXPECT_EQ(evidence(), leads_to_no_root(n));
    }
    if (n % 16 == 0) continue;
    run_verified(n);
    say(ScriptedServer::number({n, server.at(n), server.key(n - 1)}));  // the key that everybody knows
    expect_caught(n, leads_nowhere(n));
    EXPECT_EQ(evidence(), leads_to_no_root(n));
  }
}

TEST_F(LyingServerTest, AWrongKeyOfARunIsCaughtAfterTheSegmentsBefore) {
  run_verified(3);
  sws::Numbers run = server.run(3, 34);
  run.keys[1][0] ^= 1;
  say(encode(run));
  expect_caught(16, "the key of number 32 does not lead to its root");
  EXPECT_EQ(evidence(), "the key of number 32 does not lead to its root");
}

TEST_F(LyingServerTest, AMissingKeyIsCaughtAtEveryPlace) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    SCOPED_TRACE(n);
    run_verified(n);
    say(ScriptedServer::number({n, server.at(n), std::nullopt}));
    expect_caught(n, no_key(n));
    // The last key of the segment is then that of another number.
    EXPECT_EQ(evidence(), n % 16 == 0 ? no_key(n) : leads_to_no_root(n));
  }
}

TEST_F(LyingServerTest, MissingKeysOfARunAreCaught) {
  run_verified(3);
  sws::Numbers run = server.run(3, 34);
  run.keys.pop_back();
  say(encode(run));
  expect_caught(3, no_key(3, "2 keys, but 3 are"));
  EXPECT_EQ(evidence(), no_key(32));
  run_verified(3);
  run.keys.clear();
  say(encode(run));
  expect_caught(3, no_key(3, "0 keys, but 3 are"));
  EXPECT_NE(evidence(), "");
}

TEST_F(LyingServerTest, AnExtraKeyIsCaught) {
  for (const std::uint32_t first : {0u, 3u, 16u}) {
    run_verified(first);
    sws::Numbers run = server.run(first, first + 2);
    run.keys.push_back(server.key(first + 3));
    say(encode(run));
    expect_caught(first, no_key(first, "2 keys, but 1 is"));
    const std::string keys = std::to_string(first / 16 + 2), expected = std::to_string(first / 16 + 1);
    EXPECT_EQ(evidence(), "there are " + keys + " keys, but " + expected + " are expected for " +
                              std::to_string(first + 3) + " numbers");
  }
}

TEST_F(LyingServerTest, ANumberBeyondTheCountIsCaught) {
  run_verified(kCount);
  say(server.number(kCount));
  expect_caught(kCount, "number 36 arrived, but the stream has only 35 numbers");
  EXPECT_EQ(evidence(), "36 numbers of a stream of 35");
  run_verified(kCount - 2);
  say(server.numbers(kCount - 2, kCount + 3));
  expect_caught(kCount - 2, "number 36 arrived, but the stream has only 35 numbers");
  EXPECT_EQ(evidence(), "39 numbers of a stream of 35");
}

TEST_F(LyingServerTest, ANumberBeyondTheCountOfALongStreamIsCaught) {
  lengthen();
  run_verified(0);
  for (std::uint32_t n = 0; n < kMaxProvenCount; n += 512) say(server.numbers(n, n + 511));
  say(server.numbers(kMaxProvenCount, kMaxProvenCount + 1));
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_EQ(session->ending().why, "number 4,098 arrived, but the stream has only 4,097 numbers");
  EXPECT_EQ(session->received().next(), kMaxProvenCount);
}

TEST_F(LyingServerTest, ALieAfterAResumeIsCaughtToo) {
  for (std::uint32_t n = 0; n < kCount; ++n) {
    SCOPED_TRACE(n);
    run_verified(n);
    lose_connection();
    reconnect();
    say(server.started(n));
    say(server.number(n, 101));
    const std::string why = number_named(n) + " is 101, but its key gives " + std::to_string(server.at(n));
    expect_caught(n, why);
    EXPECT_EQ(evidence(), why);
  }
}

TEST_F(LyingServerTest, AnotherStreamAfterAResumeIsCaught) {
  const std::string broken = "the server did not start what it promised: ";
  ScriptedServer other_id = server, other_seed = server, other_range = server;
  other_id.id[0] = 99;
  other_seed.seed[0] = 99;
  other_range.parameters.max = 99;
  for (const auto& [text, why] : {
           std::pair(other_id.started(20), "it names a different stream"),
           std::pair(other_seed.started(20), "its commitment has changed"),
           std::pair(other_range.started(20), "its range or interval is not what was asked for"),
           std::pair(server.started(21), "it continues with number 22, but number 21 is due"),
       }) {
    run_verified(20);
    lose_connection();
    reconnect();
    say(text);
    expect_caught(20, broken + why);
    EXPECT_TRUE(session->received().has_proof());  // of the numbers before
    EXPECT_FALSE(session->received().has_evidence());
    EXPECT_EQ(fault_found_offline(session->received().proof()), "");
  }
}

TEST_F(LyingServerTest, AnOfferThatCommitsToNothingIsCaughtAndNoSeedIsSent) {
  const std::string nothing = "the server's commitment is not valid: ";
  Offer other_root = server.offer(), other_commitment = server.offer(), too_few = server.offer();
  Offer too_many = server.offer(), none = server.offer(), other_count = server.offer();
  other_root.roots[1][0] ^= 1;
  other_commitment.commitment[31] ^= 1;
  too_few.roots.pop_back();
  too_many.roots.push_back({});
  none.roots.clear();
  other_count.count = 33;  // as many segments
  for (const Offer& offer : {other_root, other_commitment, too_few, too_many, none, other_count}) {
    browser.sent.clear();
    run_with_offer(offer);
    expect_caught(0, nothing + *fault_of(offer));
    EXPECT_EQ(evidence(), nothing + *fault_of(offer));
    EXPECT_TRUE(browser.sent.empty());
  }
}

TEST_F(LyingServerTest, AnOfferOfAnotherCountThanWasAskedForIsCaught) {
  run_with_offer(server.offer(), kCount);
  EXPECT_EQ(session->phase(), Phase::connecting);
  browser.sent.clear();
  run_with_offer(server.offer(), kCount + 1);
  expect_caught(0, "you asked for 36 numbers, but the server offers 35");
  EXPECT_FALSE(session->received().has_proof());
  EXPECT_TRUE(browser.sent.empty());
}

TEST_F(LyingServerTest, AStartOfAnotherCountThanWasOfferedIsCaught) {
  open();
  say(server.hello());
  Started started{server.id, server.offer().commitment, "token", 0, 0, server.parameters};
  started.parameters.count = kCount - 1;
  say(encode(started));
  expect_caught(0, "the server did not start what it promised: its range, interval or count has changed");
}

TEST_F(LyingServerTest, ARangeThatIsChosenAfterTheSeedIsKnownIsCaught) {
  for (const StreamParameters& chosen :
       {StreamParameters{0, 101, 1000, 5}, StreamParameters{-1, 100, 1000, 5}, StreamParameters{0, 100, 999, 5}}) {
    server.parameters = {.min = 0, .max = 100, .interval_ms = 1000, .count = 5};
    open();
    say(server.hello());
    server.parameters = chosen;
    say(server.started());
    EXPECT_EQ(session->ending().kind, Kind::distrusted);
    EXPECT_TRUE(session->received().numbers.empty());
  }
}

TEST_F(LyingServerTest, TheServersDefaultsHoldForWhatTheVisitorLeavesOpen) {
  server.parameters = {.min = 5, .max = 9, .interval_ms = 20, .count = 5};
  open({.max = 7});
  say(ScriptedServer::hello(server.offer(), {5, 9, 20}));
  EXPECT_EQ(browser.sent.back(), encode(Start{server.client_seed, 5, 7, 20}));
  server.parameters.max = 7;
  say(server.started());
  EXPECT_EQ(session->phase(), Phase::live);
}

TEST_F(LyingServerTest, RootsOfALongStreamAreCaught) {
  Offer offer = server.offer();
  offer.count = kMaxProvenCount + 1;
  run_with_offer(offer);
  expect_caught(0, "the server offers roots for 4,097 numbers, but such a long stream has none");
  EXPECT_FALSE(session->received().has_proof());
}

TEST_F(LyingServerTest, AHelloWithoutAnOfferIsCaughtUnlessItIsToResume) {
  open();
  say(ScriptedServer::hello(std::nullopt));
  expect_caught(0, "the server offers no stream");
  EXPECT_FALSE(session->received().has_proof());
}

TEST_F(LyingServerTest, AnEndThatCountsOtherNumbersIsCaught) {
  for (const std::uint32_t next : {0u, 19u, 21u, kCount}) {
    run_verified(20);
    say(server.end(EndReason::stopped, next));
    expect_caught(20, "the server counts " + std::to_string(next) + " numbers, but 20 arrived");
    EXPECT_EQ(evidence(),
              "there are 20 numbers, but the stream is said to have ended after " + counted(next, "number"));
  }
  run_verified(20);
  say(server.end(EndReason::complete, 20));
  expect_caught(20, "the server says that the stream is complete, but it should have 35 numbers");
  EXPECT_EQ(evidence(), "the stream is said to be complete, but it has 20 instead of 35 numbers");
}

TEST_F(LyingServerTest, ALongStreamThatEndsWithoutItsSeedIsNotTrusted) {
  lengthen();
  run_verified(3);
  session->stop(now);
  say(encode(End{EndReason::stopped, 3}));
  expect_caught(3, "the server ended the stream without revealing its seed, so nothing can be verified");
  EXPECT_FALSE(session->received().has_proof());
}

TEST_F(LyingServerTest, AWrongSeedOfALongStreamIsFoundInItsProof) {
  lengthen();
  run_verified(3);
  ScriptedServer other = server;
  other.seed[0] ^= 1;
  say(other.end(EndReason::stopped, 3));
  ASSERT_TRUE(session->received().has_proof());
  EXPECT_TRUE(fault_found_offline(session->received().proof())
                  .starts_with("the revealed seed does not match the commitment: "));
}

}  // namespace
}  // namespace sws
