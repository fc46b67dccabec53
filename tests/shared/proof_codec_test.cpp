// How a proof is read, and which texts are none.
#include <gtest/gtest.h>

#include <string>

#include "tests/shared/example_proof.hpp"

namespace sws {
namespace {

using Kind = DecodeError::Kind;

DecodeError refusal(const std::string& text) {
  const auto decoded = decode_proof(text);
  if (decoded) {
    ADD_FAILURE() << "not refused: " << text;
    return {};
  }
  return decoded.error();
}

TEST(DecodeProof, TellsATextThatIsNoProofFromAValueThatNoProofCanHave) {
  const std::string& text = example_text();
  EXPECT_EQ(refusal("").kind, Kind::malformed);
  EXPECT_EQ(refusal("[]").kind, Kind::malformed);
  EXPECT_EQ(refusal("{}").kind, Kind::malformed);
  EXPECT_EQ(refusal(text + "x").kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"protocol\": 1", "\"protocol\": 2")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"numbers\": [54", "\"numbers\": [\"54\"")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"roots\": [", "\"roots\": [1, ")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "\"end\": {", "\"end\": [{")).kind, Kind::malformed);
  EXPECT_EQ(refusal(replaced(text, "8a09dc", "8A09DC")).kind, Kind::not_allowed);
  EXPECT_EQ(refusal(replaced(text, "complete", "finished")).kind, Kind::not_allowed);
  EXPECT_EQ(refusal(replaced(text, "\"min\": 0", "\"min\": 101")).message, "\"min\" is above \"max\"");
  EXPECT_EQ(refusal(replaced(text, "[54, 8,", "[54, 2147483648,")).message,
            "\"numbers\"[1] is 2147483648: an integer from -2147483648 to 2147483647 is expected");
  EXPECT_EQ(refusal(replaced(text, "PPioVg", "PPio=g")).message,
            "\"keys\"[1] is not as it should be: 43 characters of base64url is expected");
}

TEST(DecodeProof, MissesNoMember) {
  for (const char* name : {"protocol", "stream", "count", "commitment", "client_seed", "min", "max", "numbers"}) {
    const std::string key = '"' + std::string(name) + '"';
    const DecodeError error = refusal(replaced(example_text(), key, "\"another\""));
    EXPECT_EQ(error.message, "member " + key + " is missing");
    EXPECT_EQ(error.kind, Kind::malformed);
  }
}

TEST(DecodeProof, TakesAProofWithoutItsEndAsOneOfAStreamThatWasCutOff) {
  const Proof proof = read(replaced(example_text(), "\"end\"", "\"another\""));
  EXPECT_EQ(proof.reason, std::nullopt);
  EXPECT_EQ(problem(proof), "");
  for (const char* name : {"\"reason\"", "\"next\""}) {
    EXPECT_EQ(refusal(replaced(example_text(), name, "\"another\"")).message,
              "\"end\" has one of reason and next: both are expected");
  }
}

TEST(DecodeProof, RefusesAnEndThatIsNoObject) {
  const std::string end = "{\"reason\": \"complete\", \"next\": 30}";
  for (const std::string& value : {std::string("null"), std::string("\"complete\""), std::string("30"),
                                   std::string("true"), std::string("[]"), '[' + end + ']'}) {
    const DecodeError error = refusal(replaced(example_text(), end, value));
    EXPECT_TRUE(error.message.starts_with("\"end\" is ")) << error.message;
    EXPECT_TRUE(error.message.ends_with(": an object is expected")) << error.message;
    EXPECT_EQ(error.kind, Kind::malformed);
  }
}

TEST(DecodeProof, ReadsAProofWithoutRootsOrKeysWhichDoesNotHold) {
  EXPECT_EQ(problem(read(replaced(example_text(), "\"roots\"", "\"another\""))),
            "the server's commitment is not valid: it has 0 roots for 30 numbers, but 2 are expected");
  EXPECT_EQ(problem(read(replaced(example_text(), "\"keys\"", "\"another\""))),
            "number 1 arrived with 0 keys, but 1 is expected");
}

TEST(DecodeProof, TellsShortStreamsFromLongOnes) {
  const std::string seed = "\"server_seed\": \"" + std::string(64, '0') + "\", ";
  EXPECT_EQ(refusal(replaced(example_text(), "\"roots\"", seed + "\"roots\"")).message,
            "\"server_seed\" is there: a stream of so few numbers is proven by its keys");
  const std::string of_long = golden("long_proof");
  EXPECT_EQ(refusal(replaced(of_long, "\"server_seed\"", "\"another\"")).message,
            "\"server_seed\" is missing: it alone proves a stream of so many numbers");
  EXPECT_EQ(refusal(replaced(of_long, "\"end\"", "\"another\"")).message,
            "\"end\" is missing: the server reveals its seed only there");
  for (const char* name : {"roots", "keys"}) {
    const DecodeError error = refusal(replaced(of_long, "\"end\"", '"' + std::string(name) + "\": [], \"end\""));
    EXPECT_EQ(error.message, "\"roots\" or \"keys\" are there: a stream of so many numbers has none");
    EXPECT_EQ(error.kind, Kind::not_allowed);
  }
  EXPECT_EQ(refusal(replaced(of_long, "5000", "4096")).message,
            "\"server_seed\" is there: a stream of so few numbers is proven by its keys");
  EXPECT_EQ(read(replaced(of_long, "5000", "4097")).offer.count, 4097U);
}

TEST(DecodeProof, TakesAsManyNumbersAsTheStreamHas) {
  EXPECT_EQ(refusal(replaced(example_text(), "\"count\": 30", "\"count\": 29")).message,
            "30 numbers of a stream of 29");
  Proof proof = read(golden("long_proof"));
  proof.offer.count = Limits().max_count;
  proof.numbers.assign(Limits().max_count, INT32_MIN);
  EXPECT_LE(encode_proof(proof).size(), kMaxProofBytes);
  EXPECT_TRUE(decode_proof(encode_proof(proof)));
  proof.numbers.push_back(0);
  proof.other_next = 1;
  EXPECT_EQ(refusal(encode_proof(proof)).message, "1000001 numbers of a stream of 1000000");
  proof.offer.count = Limits().max_count + 1;
  EXPECT_EQ(refusal(encode_proof(proof)).message, "\"count\" is 1000001: an integer from 1 to 1000000 is expected");
}

TEST(DecodeProof, RefusesALongFileUnread) {
  EXPECT_NE(refusal(std::string(kMaxProofBytes + 1, ' ')).message.find("at most"), std::string::npos);
}

}  // namespace
}  // namespace sws
