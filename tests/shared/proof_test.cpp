#include "shared/proof.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/sha256.hpp"
#include "tests/shared/source_file.hpp"

namespace sws {
namespace {

using Kind = DecodeError::Kind;

const std::string& example_text() {
  static const std::string text = source_file("tests/shared/golden/example_proof.json");
  return text;
}

Proof read(std::string_view text) {
  const auto decoded = decode_proof(text);
  if (decoded) return *decoded;
  ADD_FAILURE() << decoded.error().message;
  return {};
}

Proof example() {
  return read(example_text());
}

// Returns the fault that a verifier finds, or an empty text if it finds none.
std::string problem(const Proof& proof) {
  Verifier verifier(proof);
  while (!verifier.finished()) verifier.advance(7);
  return verifier.problem().value_or("");
}

std::string replaced(std::string text, std::string_view part, std::string_view by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

DecodeError refusal(const std::string& text) {
  const auto decoded = decode_proof(text);
  if (decoded) {
    ADD_FAILURE() << "not refused: " << text;
    return {};
  }
  return decoded.error();
}

TEST(Proof, TheExampleVerifies) {
  const Proof proof = example();
  EXPECT_EQ(proof.numbers.size(), 30U);
  EXPECT_EQ(problem(proof), "");
}

TEST(Proof, IsReadBackAsItWas) {
  Proof proof = example();
  EXPECT_EQ(read(encode_proof(proof)), proof);
  proof.reason = EndReason::stopped;
  proof.min = INT32_MIN;
  proof.max = INT32_MAX;
  proof.numbers = {INT32_MIN, INT32_MAX};
  EXPECT_EQ(read(encode_proof(proof)), proof);
  proof.numbers.clear();
  EXPECT_EQ(read(encode_proof(proof)), proof);
  proof.other_next = 1;
  EXPECT_EQ(read(encode_proof(proof)), proof);
}

// Changes each character to every other printable one. The decoder then refuses the text, or the verifier finds a
// fault, or the text is another spelling of the same proof, such as a sign before a zero.
TEST(Proof, IsRefusedOrFoundWrongOnAnyAlterationOfOneCharacter) {
  const Proof original = example();
  std::size_t refused = 0, wrong = 0;
  for (std::size_t at = 0; at < example_text().size(); ++at) {
    for (char other = ' '; other <= '~'; ++other) {
      std::string altered = example_text();
      if (altered[at] == other) continue;
      altered[at] = other;
      const auto decoded = decode_proof(altered);
      if (!decoded) {
        ++refused;
      } else if (*decoded != original) {
        ++wrong;
        EXPECT_NE(problem(*decoded), "") << altered;
      }
    }
  }
  EXPECT_GT(refused, 10'000U);
  EXPECT_GT(wrong, 3'000U);
}

TEST(Verifier, NamesTheNumberThatWasAltered) {
  for (std::size_t n = 0; n < example().numbers.size(); ++n) {
    Proof proof = example();
    const std::int32_t right = proof.numbers[n];
    proof.numbers[n] = right == 100 ? 99 : right + 1;
    EXPECT_EQ(problem(proof), "number " + std::to_string(n) + " is " + std::to_string(proof.numbers[n]) +
                                  ": the seeds give " + std::to_string(right));
  }
}

TEST(Verifier, NamesTheFirstNumberAfterOneThatIsMissing) {
  Proof proof = example();
  proof.numbers.erase(proof.numbers.begin() + 3);
  EXPECT_EQ(problem(proof), "number 3 is 31: the seeds give 70");
}

TEST(Verifier, SaysThatNumbersAreMissingAtTheEnd) {
  const std::string altered = replaced(example_text(), ", 92, 1]", ", 92]");
  const Proof proof = read(altered);
  EXPECT_EQ(problem(proof), "there are 29 numbers, but the stream is said to have ended after 30");
  Verifier verifier(proof);
  EXPECT_FALSE(verifier.finished());
  verifier.advance(1000);
  EXPECT_EQ(verifier.verified(), 29U);
}

TEST(Verifier, SaysThatThereAreMoreNumbersThanTheStreamHad) {
  const std::string altered = replaced(example_text(), "\"next\": 30", "\"next\": 29");
  EXPECT_EQ(problem(read(altered)), "there are 30 numbers, but the stream is said to have ended after 29");
  EXPECT_EQ(problem(read(replaced(altered, "\"next\": 29", "\"next\": 0"))),
            "there are 30 numbers, but the stream is said to have ended after 0");
}

TEST(Verifier, SaysThatAllNumbersAreMissing) {
  Proof proof = example();
  proof.numbers.clear();
  EXPECT_EQ(problem(proof), "");  // a stream may be stopped before its first number
  proof.other_next = 1;
  EXPECT_EQ(problem(proof), "there are 0 numbers, but the stream is said to have ended after 1");
}

TEST(Verifier, FindsASeedThatWasNotCommittedTo) {
  Proof proof = example();
  proof.server_seed[0] = static_cast<std::uint8_t>(proof.server_seed[0] ^ 1);
  EXPECT_TRUE(problem(proof).starts_with("the revealed seed is not the one committed to")) << problem(proof);
  proof.commitment = sha256(proof.server_seed);  // the seed fits this commitment, but not the numbers
  EXPECT_TRUE(problem(proof).starts_with("number 0 is 37: the seeds give ")) << problem(proof);
}

TEST(Verifier, FindsAnotherClientSeedOrRange) {
  Proof proof = example();
  proof.client_seed.back() = 'x';
  EXPECT_TRUE(problem(proof).starts_with("number ")) << problem(proof);
  proof = example();
  proof.max = 101;
  EXPECT_TRUE(problem(proof).starts_with("number ")) << problem(proof);
}

TEST(Verifier, AcceptsAStreamOfOneValueAlone) {
  Proof proof = example();
  proof.min = proof.max = 7;
  proof.numbers = {7, 7, 7};
  EXPECT_EQ(problem(read(encode_proof(proof))), "");
  proof.numbers[2] = 8;
  EXPECT_EQ(problem(read(encode_proof(proof))), "number 2 is 8: the seeds give 7");
}

TEST(Verifier, GoesAsFarAsItIsTold) {
  const Proof proof = example();
  Verifier verifier(proof);
  EXPECT_EQ(verifier.verified(), 0U);
  verifier.advance(0);
  EXPECT_EQ(verifier.verified(), 0U);
  verifier.advance(12);
  EXPECT_EQ(verifier.verified(), 12U);
  EXPECT_FALSE(verifier.finished());
  verifier.advance(SIZE_MAX);
  EXPECT_EQ(verifier.verified(), 30U);
  EXPECT_TRUE(verifier.finished());
}

TEST(DecodeProof, TellsATextThatIsNoProofFromAValueThatNoProofCanHave) {
  const std::string& text = example_text();
  EXPECT_EQ(refusal("").kind, Kind::malformed);
  EXPECT_EQ(refusal("[]").kind, Kind::malformed);
  EXPECT_EQ(refusal("{}").kind, Kind::malformed);
  EXPECT_EQ(refusal(text + "x").kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"protocol\": 1", "\"protocol\": 2")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"numbers\": [37", "\"numbers\": [\"37\"")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"end\": {", "\"end\": [{")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "973fb6", "973FB6")).kind, Kind::not_allowed);
  EXPECT_EQ(refusal(replaced(text, "complete", "finished")).kind, Kind::not_allowed);
  EXPECT_EQ(refusal(replaced(text, "\"min\": 0", "\"min\": 101")).message, "\"min\" is above \"max\"");
  EXPECT_EQ(refusal(replaced(text, "[37, 4,", "[37, 2147483648,")).message,
            "\"numbers\"[1] is 2147483648: an integer from -2147483648 to 2147483647 is expected");
}

TEST(DecodeProof, MissesNoMember) {
  for (const char* name :
       {"protocol", "commitment", "server_seed", "client_seed", "min", "max", "end", "reason", "next", "numbers"}) {
    const std::string key = '"' + std::string(name) + '"';
    const DecodeError error = refusal(replaced(example_text(), key, "\"another\""));
    EXPECT_NE(error.message.find(" is missing"), std::string::npos) << name << ": " << error.message;
  }
}

TEST(DecodeProof, TakesAMillionNumbersAndNoMore) {
  Proof proof = example();
  proof.numbers.assign(Limits().max_count, INT32_MIN);
  EXPECT_TRUE(decode_proof(encode_proof(proof)));
  proof.numbers.push_back(0);
  proof.other_next = 1;
  EXPECT_EQ(refusal(encode_proof(proof)).message, "1000001 numbers: at most 1000000 are expected");
}

TEST(DecodeProof, RefusesALongFileUnread) {
  EXPECT_NE(refusal(std::string(kMaxProofBytes + 1, ' ')).message.find("at most"), std::string::npos);
}

}  // namespace
}  // namespace sws
