#include "frontend/stream/verification.hpp"

#include <gtest/gtest.h>

#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/sha256.hpp"
#include "tests/frontend/stepping_clock.hpp"

namespace sws {
namespace {

Proof proof_of(std::uint32_t count) {
  Proof proof{.offer = {StreamId{7}, kMaxProvenCount + 1, sha256(Seed{5}), {}},
              .client_seed = "viewer",
              .min = 0,
              .max = 100,
              .server_seed = Seed{5},
              .reason = EndReason::stopped};
  KeyChain keys(*proof.server_seed, proof.offer.stream);
  for (std::uint32_t n = 0; n < count; ++n) {
    proof.numbers.push_back(number_of(keys.key_of(n), {proof.client_seed, proof.min, proof.max}, n));
  }
  return proof;
}

constexpr Moment kPortion = std::chrono::milliseconds(3);

void finish(Verification& verification) {
  while (!verification.finished()) verification.work_for(kPortion);
}

TEST(Verification, CountsTheVerifiedNumbers) {
  for (const std::uint32_t count : {1000u, 1u, 0u}) {
    Verification verification(proof_of(count), SteppingClock::read);
    finish(verification);
    EXPECT_TRUE(verification.passed());
    EXPECT_EQ(verification.verified(), count);
  }
}

TEST(Verification, NamesTheWrongNumberAndTheRightOne) {
  Proof proof = proof_of(50);
  const std::int32_t right = proof.numbers[17];
  proof.numbers[17] = 101;
  Verification verification(proof, SteppingClock::read);
  finish(verification);
  EXPECT_FALSE(verification.passed());
  EXPECT_EQ(verification.problem(), "number 18 is 101, but the seeds give " + std::to_string(right));
  EXPECT_EQ(verification.verified(), 17u);
  EXPECT_FALSE(verification.all_verified());
}

TEST(Verification, DetectsASeedThatWasNotCommittedTo) {
  Proof proof = proof_of(50);
  (*proof.server_seed)[0] ^= 1;
  Verification verification(proof, SteppingClock::read);
  finish(verification);
  EXPECT_TRUE(verification.problem().value_or("").starts_with("the revealed seed does not match the commitment"));
}

TEST(Verification, CountsTheNumbersAlsoWhenTheServerCountsOthers) {
  Proof proof = proof_of(50);
  proof.other_next = 60;
  Verification verification(proof, SteppingClock::read);
  finish(verification);
  EXPECT_FALSE(verification.passed());
  EXPECT_TRUE(verification.all_verified());
  EXPECT_EQ(verification.verified(), 50u);
}

TEST(Verification, WorksUntilAPortionOfTimeIsOverHoweverManyNumbersThatAre) {
  constexpr std::size_t kLooks = 12;
  const Proof proof = proof_of(kLooks * Verification::kNumbersPerLook);
  // How many portions the verification takes if a millisecond passes between two looks at the clock.
  const auto portions = [&](Moment portion) {
    Verification verification(proof, SteppingClock::read);
    int count = 0;
    for (; !verification.finished(); ++count) verification.work_for(portion);
    EXPECT_TRUE(verification.passed());
    return count;
  };
  EXPECT_EQ(portions(std::chrono::milliseconds(3)), 4);
  EXPECT_EQ(portions(std::chrono::milliseconds(6)), 2);
  EXPECT_EQ(portions(std::chrono::milliseconds(100)), 1);
  EXPECT_EQ(portions(Moment(0)), 12);  // it goes on even if there is no time
}

}  // namespace
}  // namespace sws
