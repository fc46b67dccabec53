// What a Verifier (shared/proof.hpp) finds in proofs that do not hold.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "shared/counting.hpp"
#include "shared/sha256.hpp"
#include "tests/shared/example_proof.hpp"

namespace sws {
namespace {

template <class Bytes>
void flip_a_bit(Bytes& bytes) {
  bytes.back() = static_cast<std::uint8_t>(bytes.back() ^ 1);
}

std::string problem_after(Proof proof, auto change) {
  change(proof);
  return problem(proof);
}

TEST(Verifier, NamesTheNumberThatWasAltered) {
  for (std::size_t n = 0; n < example().numbers.size(); ++n) {
    Proof proof = example();
    const std::int32_t right = proof.numbers[n];
    proof.numbers[n] = right == 100 ? 99 : right + 1;
    EXPECT_EQ(problem(proof), number_named(n) + " is " + std::to_string(proof.numbers[n]) + ", but its key gives " +
                                  std::to_string(right));
  }
}

TEST(Verifier, NamesTheFirstNumberAfterOneThatIsMissing) {
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { proof.numbers.erase(proof.numbers.begin() + 3); }),
            "number 4 is 82, but its key gives 99");
}

TEST(Verifier, SaysWhichKeyLeadsNowhere) {
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { flip_a_bit(proof.keys[0]); }),
            "the key of number 16 does not lead to its root");
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { flip_a_bit(proof.keys[1]); }),
            "the key of number 30 does not lead to its root");
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { std::swap(proof.keys[0], proof.keys[1]); }),
            "the key of number 16 does not lead to its root");
}

TEST(Verifier, CountsTheKeys) {
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { proof.keys.pop_back(); }),
            "number 17 arrived with 0 keys, but 1 is expected");
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { proof.keys.clear(); }),
            "number 1 arrived with 0 keys, but 1 is expected");
  EXPECT_EQ(problem_after(example(), [](Proof& proof) { proof.keys.push_back(Key{}); }),
            "there are 3 keys, but 2 are expected for 30 numbers");
  EXPECT_EQ(problem_after(proof_of(40, 0, std::nullopt), [](Proof& proof) { proof.keys.push_back(Key{}); }),
            "there are 1 keys, but 0 are expected for 0 numbers");
}

TEST(Verifier, FindsRootsThatTheServerDidNotCommitTo) {
  const auto fault = [](auto change) { return problem_after(example(), change); };
  EXPECT_EQ(fault([](Proof& proof) { proof.offer.roots.pop_back(); }),
            "the server's commitment is not valid: it has 1 roots for 30 numbers, but 2 are expected");
  for (const std::string& what : {fault([](Proof& proof) { flip_a_bit(proof.offer.commitment); }),
                                  fault([](Proof& proof) { flip_a_bit(proof.offer.roots[1]); }),
                                  fault([](Proof& proof) { flip_a_bit(proof.offer.stream); }),
                                  fault([](Proof& proof) { ++proof.offer.count; })}) {
    EXPECT_TRUE(what.starts_with("the server's commitment is not valid: it is ")) << what;
  }
}

TEST(Verifier, SaysThatNumbersAreMissingAtTheEnd) {
  const Proof proof = read(replaced(example_text(), ", 53, 44]", ", 53]"));
  EXPECT_EQ(problem(proof), "the key of number 29 does not lead to its root");  // it is that of number 30
  const Proof of_long = read(replaced(golden("long_proof"), ", 14, 94]", ", 14]"));
  EXPECT_EQ(problem(of_long), "there are 19 numbers, but the stream is said to have ended after 20 numbers");
  Verifier verifier(of_long);
  EXPECT_FALSE(verifier.finished());
  verifier.advance(1000);
  EXPECT_EQ(verifier.verified(), 19U);
}

TEST(Verifier, SaysThatACompleteStreamHasTooFewNumbers) {
  Proof proof = proof_of(40, 39, EndReason::complete);
  EXPECT_EQ(problem(proof), "the stream is said to be complete, but it has 39 instead of 40 numbers");
  proof = proof_of(40, 0, EndReason::complete);
  EXPECT_EQ(problem(proof), "the stream is said to be complete, but it has 0 instead of 40 numbers");
  const Proof of_long = read(replaced(golden("long_proof"), "stopped", "complete"));
  EXPECT_EQ(problem(of_long), "the stream is said to be complete, but it has 20 instead of 5,000 numbers");
}

TEST(Verifier, SaysThatThereAreMoreNumbersThanTheStreamHad) {
  for (const char* next : {"29", "0"}) {
    EXPECT_EQ(problem(read(replaced(example_text(), "\"next\": 30", std::string("\"next\": ") + next))),
              std::string("there are 30 numbers, but the stream is said to have ended after ") + next + " numbers");
  }
}

TEST(Verifier, SaysThatAllNumbersAreMissing) {
  Proof proof = proof_of(40, 0, EndReason::stopped);
  EXPECT_EQ(problem(proof), "");  // a stream may be stopped before its first number
  proof.other_next = 1;
  EXPECT_EQ(problem(proof), "there are 0 numbers, but the stream is said to have ended after 1 number");
}

TEST(Verifier, FindsAnotherClientSeedOrRange) {
  EXPECT_TRUE(
      problem_after(example(), [](Proof& proof) { proof.client_seed.back() = 'x'; }).starts_with("number "));
  EXPECT_TRUE(problem_after(example(), [](Proof& proof) { proof.max = 101; }).starts_with("number "));
}

TEST(Verifier, FindsASeedThatWasNotCommittedTo) {
  Proof proof = read(golden("long_proof"));
  flip_a_bit(*proof.server_seed);
  EXPECT_TRUE(problem(proof).starts_with("the revealed seed does not match the commitment")) << problem(proof);
  proof.offer.commitment = sha256(*proof.server_seed);  // the seed fits this commitment, but not the numbers
  EXPECT_TRUE(problem(proof).starts_with("number 1 is 54, but the seeds give ")) << problem(proof);
}

TEST(Verifier, NamesTheNumberOfALongStreamThatWasAltered) {
  Proof proof = read(golden("long_proof"));
  ++proof.numbers[17];
  EXPECT_EQ(problem(proof), "number 18 is 73, but the seeds give 72");
}

TEST(Verifier, GoesAsFarAsItIsToldOrToTheEndOfASegment) {
  const Proof proof = example();
  Verifier by_keys(proof);
  by_keys.advance(0);
  EXPECT_EQ(by_keys.verified(), 0U);
  by_keys.advance(12);
  EXPECT_EQ(by_keys.verified(), 16U);
  EXPECT_FALSE(by_keys.finished());
  by_keys.advance(SIZE_MAX);
  EXPECT_EQ(by_keys.verified(), 30U);
  EXPECT_TRUE(by_keys.finished());

  const Proof of_long = read(golden("long_proof"));
  Verifier by_seed(of_long);
  by_seed.advance(12);
  EXPECT_EQ(by_seed.verified(), 12U);
  by_seed.advance(SIZE_MAX);
  EXPECT_TRUE(by_seed.finished());
}

}  // namespace
}  // namespace sws
