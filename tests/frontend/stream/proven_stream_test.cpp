// Every number of a stream with roots is verified when it comes, in whatever pieces it comes.
#include "tests/frontend/proof_check.hpp"
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

class ProvenStreamTest : public StreamSessionTest {
 protected:
  static constexpr std::uint32_t kCount = 35;  // two whole segments and a piece

  ProvenStreamTest() { server.parameters.count = kCount; }

  // The first `count` numbers are there, and the proof of them holds.
  void expect_verified(std::uint32_t count) {
    ASSERT_EQ(session->received().next(), count);
    for (std::uint32_t n = 0; n < count; ++n) ASSERT_EQ(session->received().numbers[n], server.at(n));
    EXPECT_EQ(session->received().verifier->verified(), count);
    EXPECT_EQ(session->received().has_proof(), count > 0);
    EXPECT_FALSE(session->received().has_evidence());
    const Proof proof = session->received().proof();
    EXPECT_EQ(proof.numbers.size(), count);
    EXPECT_EQ(proof.reason.has_value(), session->received().end.has_value());
    EXPECT_EQ(fault_found_offline(proof), "");
  }
  void expect_complete() {
    say(server.end(EndReason::complete, kCount));
    ASSERT_EQ(session->phase(), Phase::over);
    EXPECT_EQ(session->ending().kind, Kind::complete);
    expect_verified(kCount);
  }
};

TEST_F(ProvenStreamTest, ProvesEachNumberAsItComes) {
  run_verified(0);
  for (std::uint32_t n = 0; n < kCount; ++n) {
    expect_verified(n);
    say(server.number(n));
  }
  expect_complete();
}

TEST_F(ProvenStreamTest, IsProvenAsFarAsItGotWhereverItIsCutAndGoesOnFromThere) {
  for (std::uint32_t cut = 0; cut <= kCount; ++cut) {
    SCOPED_TRACE(cut);
    run_verified(cut);
    lose_connection();
    expect_verified(cut);
    reconnect();
    say(server.started(cut));
    for (std::uint32_t n = cut; n < kCount; ++n) say(server.number(n));
    expect_complete();
  }
}

TEST_F(ProvenStreamTest, TakesARunOfEveryLengthFromEveryPlace) {
  for (std::uint32_t first = 0; first < kCount; ++first) {
    for (std::uint32_t last = first; last < kCount; ++last) {
      SCOPED_TRACE(std::to_string(first) + " to " + std::to_string(last));
      run_verified(first);
      say(server.numbers(first, last));
      expect_verified(last + 1);
      for (std::uint32_t n = last + 1; n < kCount; ++n) say(server.number(n));
      expect_complete();
    }
  }
}

TEST_F(ProvenStreamTest, IsProvenWhenItIsStoppedAtAnyPlaceWithOrWithoutAnAnswer) {
  for (std::uint32_t n = 0; n <= kCount; ++n) {
    SCOPED_TRACE(n);
    run_verified(n);
    session->stop(now);
    say(server.end(EndReason::stopped, n));
    EXPECT_EQ(session->ending().kind, Kind::stopped);
    expect_verified(n);
    run_verified(n);
    session->stop(now);
    wait();
    EXPECT_EQ(session->ending().kind, Kind::stopped);
    expect_verified(n);
  }
}

TEST_F(ProvenStreamTest, StaysProvenWhenTheServerRefusesToGoOn) {
  run_verified(20);
  lose_connection();
  reconnect();
  say(R"({"type":"error","code":"bad_token","detail":"no"})");
  EXPECT_EQ(session->ending().kind, Kind::refused);
  expect_verified(20);
}

TEST_F(ProvenStreamTest, ALostOrRepeatedFrameIsNoLieAndIsMended) {
  for (std::uint32_t n = 1; n < kCount - 1; ++n) {
    for (const std::uint32_t sent : {n - 1, n + 1}) {
      SCOPED_TRACE(std::to_string(sent) + " instead of " + std::to_string(n));
      run_verified(n);
      say(server.number(sent));
      EXPECT_EQ(session->phase(), Phase::reconnecting);
      expect_verified(n);
      reconnect();
      say(server.started(n));
      say(server.numbers(n, kCount - 1));
      expect_complete();
    }
  }
}

TEST_F(ProvenStreamTest, MayHaveAsManyNumbersAsHaveRoots) {
  server.parameters.count = kMaxProvenCount;
  run_verified(1);
  for (std::uint32_t n = 1; n < kMaxProvenCount; n += 100) {
    say(server.numbers(n, std::min(n + 99, kMaxProvenCount - 1)));
  }
  say(server.end(EndReason::complete, kMaxProvenCount));
  EXPECT_EQ(session->ending().kind, Kind::complete);
  expect_verified(kMaxProvenCount);
}

TEST_F(ProvenStreamTest, ALongerOneIsNotVerifiedBeforeItsEndAndHasAProofOnlyThen) {
  lengthen();
  run_verified(3);
  EXPECT_FALSE(session->received().verifier);
  EXPECT_TRUE(session->received().is_verified_at_end());
  EXPECT_FALSE(session->received().has_proof());
  session->stop(now);
  say(server.end(EndReason::stopped, 3));
  ASSERT_TRUE(session->received().has_proof());
  EXPECT_EQ(fault_found_offline(session->received().proof()), "");
}

}  // namespace
}  // namespace sws
