#include "shared/proof.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/shared/example_proof.hpp"

namespace sws {
namespace {

TEST(Proof, TheExamplesVerify) {
  const Proof complete = example();
  EXPECT_EQ(complete.numbers.size(), 30U);
  EXPECT_EQ(complete.reason, EndReason::complete);
  EXPECT_EQ(problem(complete), "");
  const Proof cut_off = read(golden("cut_off_proof"));
  EXPECT_EQ(cut_off.numbers.size(), 21U);
  EXPECT_EQ(cut_off.reason, std::nullopt);
  EXPECT_EQ(problem(cut_off), "");
  const Proof of_a_long_stream = read(golden("long_proof"));
  EXPECT_EQ(of_a_long_stream.numbers.size(), 20U);
  EXPECT_TRUE(of_a_long_stream.server_seed);
  EXPECT_EQ(problem(of_a_long_stream), "");
}

TEST(Proof, OfAnyPartOfAStreamHolds) {
  for (std::uint32_t length = 0; length <= 40; ++length) {
    EXPECT_EQ(problem(proof_of(40, length, std::nullopt)), "") << length;
    EXPECT_EQ(problem(proof_of(40, length, EndReason::stopped)), "") << length;
    EXPECT_EQ(problem(proof_of(40, length, EndReason::complete)) == "", length == 40) << length;
  }
}

TEST(Proof, OfTheLongestProvenStreamHolds) {
  const Proof proof = proof_of(kMaxProvenCount, kMaxProvenCount, EndReason::complete);
  EXPECT_EQ(problem(read(encode_proof(proof))), "");
}

TEST(Proof, IsReadBackAsItWas) {
  for (const char* name : {"example_proof", "cut_off_proof", "long_proof"}) {
    const Proof proof = read(golden(name));
    EXPECT_EQ(read(encode_proof(proof)), proof) << name;
  }
  Proof proof = example();
  proof.reason = EndReason::stopped;
  proof.min = INT32_MIN;
  proof.max = INT32_MAX;
  proof.numbers = {INT32_MIN, INT32_MAX};
  EXPECT_EQ(read(encode_proof(proof)), proof);
  proof.numbers.clear();
  proof.keys.clear();
  EXPECT_EQ(read(encode_proof(proof)), proof);
  proof.other_next = 1;
  EXPECT_EQ(read(encode_proof(proof)), proof);
}

TEST(Proof, IsWrittenAsTheProtocolShowsIt) {
  std::string text = example_text();
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }), text.end());
  EXPECT_EQ(encode_proof(example()), text + '\n');
}

// Changes each character to every other printable one. The decoder then refuses the text, or the verifier finds a
// fault, or the text is another spelling of the same proof, such as a sign before a zero. Only how the stream ended
// is the server's word alone, and when `end` has another name, the proof says nothing of it.
TEST(Proof, IsRefusedOrFoundWrongOnAnyAlterationOfOneCharacter) {
  const Proof original = example();
  Proof without_end = original;
  without_end.reason.reset();
  std::size_t refused = 0, wrong = 0;
  for (std::size_t at = 0; at < example_text().size(); ++at) {
    for (char other = ' '; other <= '~'; ++other) {
      std::string altered = example_text();
      if (altered[at] == other) continue;
      altered[at] = other;
      const auto decoded = decode_proof(altered);
      if (!decoded) {
        ++refused;
      } else if (*decoded != original && *decoded != without_end) {
        ++wrong;
        EXPECT_NE(problem(*decoded), "") << altered;
      }
    }
  }
  EXPECT_GT(refused, 10'000U);
  EXPECT_GT(wrong, 3'000U);
}

}  // namespace
}  // namespace sws
