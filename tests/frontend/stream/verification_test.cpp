#include "frontend/stream/verification.hpp"

#include <gtest/gtest.h>

#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/sha256.hpp"

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

std::string verdict_on(const Proof& proof) {
  Verification verification(proof);
  while (!verification.finished()) verification.step();
  return verification.verdict();
}

TEST(Verification, CountsTheVerifiedNumbers) {
  EXPECT_EQ(verdict_on(proof_of(1000)), "1000 of 1000 numbers verified");
  EXPECT_EQ(verdict_on(proof_of(1)), "1 of 1 number verified");
  EXPECT_EQ(verdict_on(proof_of(0)), "0 of 0 numbers verified");
}

TEST(Verification, NamesTheWrongNumberAndTheRightOne) {
  Proof proof = proof_of(50);
  const std::int32_t right = proof.numbers[17];
  proof.numbers[17] = 101;
  EXPECT_EQ(verdict_on(proof), "not what was promised: number 17 is 101: the seeds give " + std::to_string(right) +
                                   " (17 of 50 numbers verified)");
}

TEST(Verification, DetectsASeedThatWasNotCommittedTo) {
  Proof proof = proof_of(50);
  (*proof.server_seed)[0] ^= 1;
  EXPECT_NE(verdict_on(proof).find("the revealed seed is not the one committed to"), std::string::npos);
}

TEST(Verification, CountsTheNumbersAlsoWhenTheServerCountsOthers) {
  Proof proof = proof_of(50);
  proof.other_next = 60;
  Verification verification(proof);
  while (!verification.finished()) verification.step();
  EXPECT_FALSE(verification.passed());
  EXPECT_TRUE(verification.all_verified());
  EXPECT_EQ(verification.count(), "50 of 50 numbers verified");
  proof.numbers[17] = 101;
  Verification other(proof);
  while (!other.finished()) other.step();
  EXPECT_FALSE(other.all_verified());
  EXPECT_EQ(other.count(), "17 of 50 numbers verified");
}

TEST(Verification, WorksInStepsThatEnd) {
  Verification verification(proof_of(2 * Verification::kNumbersPerStep + 1));
  verification.step();
  EXPECT_FALSE(verification.finished());
  verification.step();
  EXPECT_FALSE(verification.finished());
  verification.step();
  EXPECT_TRUE(verification.finished());
  EXPECT_TRUE(verification.passed());
}

}  // namespace
}  // namespace sws
