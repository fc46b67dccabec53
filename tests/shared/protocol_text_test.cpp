// Checks that PROTOCOL.md describes the code: recomputes its example, decodes and encodes its messages, and
// compares its tables.
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "shared/base64url.hpp"
#include "shared/chain_verifier.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"
#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"
#include "shared/token.hpp"
#include "tests/shared/shared_numbers.hpp"
#include "tests/shared/source_file.hpp"

namespace sws {
namespace {

const std::string& protocol_text() {
  static const std::string text = source_file("shared/PROTOCOL.md");
  return text;
}

// Returns the lines of all fenced blocks of one language.
std::vector<std::string> fenced_lines(const std::string& language) {
  std::istringstream text(protocol_text());
  std::vector<std::string> lines;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("```")) {
      inside = line == "```" + language;
    } else if (inside) {
      lines.push_back(line);
    }
  }
  return lines;
}

// Returns the lines of the worked example, in which two spaces or more separate a name from its value.
std::map<std::string, std::string> example() {
  std::map<std::string, std::string> values;
  for (const std::string& line : fenced_lines("text")) {
    const std::size_t gap = line.find("  ");
    if (gap != std::string::npos) values[line.substr(0, gap)] = line.substr(line.find_first_not_of(' ', gap));
  }
  return values;
}

class ProtocolExample : public testing::Test {
 protected:
  std::int32_t int32(const std::string& name) { return static_cast<std::int32_t>(std::stol(value[name])); }
  std::uint32_t uint32(const std::string& name) { return static_cast<std::uint32_t>(std::stoul(value[name])); }

  std::map<std::string, std::string> value = example();
  StreamId stream = from_hex<StreamId>(value["stream"]);
  Secret secret = from_hex<Secret>(value["secret"]);
  KeyChain chain = KeyChain(derive_server_seed(secret, stream), stream);
  Digest commitment = commitment_of(stream, uint32("count"), chain.roots(uint32("count")));
};

TEST_F(ProtocolExample, LeadsFromTheSecretToTheCommitment) {
  ASSERT_EQ(value.size(), 29U);
  EXPECT_EQ(value["server_seed"], to_hex(chain.server_seed()));
  EXPECT_EQ(value["K(0,16)"], to_hex(chain.key_of(15)));
  EXPECT_EQ(value["K(0,1)"], to_hex(chain.key_of(0)));
  EXPECT_EQ(value["K(1,16)"], to_hex(chain.key_of(31)));
  EXPECT_EQ(value["K(1,2)"], to_hex(chain.key_of(17)));
  EXPECT_EQ(value["hashed"], "01" + value["stream"] + "0000000101" + value["K(1,2)"]);
  EXPECT_EQ(value["K(1,1)"], to_hex(SegmentChain(stream, 1).below(1, from_hex<Key>(value["K(1,2)"]))));
  EXPECT_EQ(value["K(1,1)"], to_hex(chain.key_of(16)));
  EXPECT_EQ(value["root(1)"], to_hex(SegmentChain(stream, 1).below(0, from_hex<Key>(value["K(1,1)"]))));
  const std::vector<Digest> roots = chain.roots(uint32("count"));
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_EQ(value["root(0)"], to_hex(roots[0]));
  EXPECT_EQ(value["root(1)"], to_hex(roots[1]));
  EXPECT_EQ(value["commitment"], to_hex(commitment));
}

TEST_F(ProtocolExample, LeadsFromTheKeyToTheNumber) {
  const std::int32_t min = int32("min"), max = int32("max");
  const auto range = static_cast<std::uint64_t>(max - min + 1);
  EXPECT_EQ(value["range"], std::to_string(range));
  EXPECT_EQ(value["limit"], std::to_string(UINT64_MAX / range * range));  // 101 does not divide 2^64
  const Key key = chain.key_of(17);
  EXPECT_EQ(value["key(17)"], to_base64url(key));
  const HmacSha256 hmac(key);
  EXPECT_EQ(value["block(17,0)"], to_hex(hmac(value["client_seed"] + ":17:0")));
  EXPECT_EQ(value["first word"], value["block(17,0)"].substr(0, 16));
  const std::uint64_t word = NumberWords(hmac, value["client_seed"], 17)();
  EXPECT_EQ(std::stoull(value["first word"], nullptr, 16), word);
  EXPECT_EQ(value["in decimal"], std::to_string(word));
  EXPECT_EQ(value["mod range"], std::to_string(word % range));
  const NumberChoice choice{value["client_seed"], min, max};
  EXPECT_EQ(value["number 17"], std::to_string(number_of(key, choice, 17)));
  EXPECT_EQ(value["number 0"], std::to_string(number_of(chain.key_of(0), choice, 0)));
}

TEST_F(ProtocolExample, HasTheTokenOfItsStream) {
  const StreamParameters parameters{int32("min"), int32("max"), uint32("interval_ms"), uint32("count")};
  EXPECT_EQ(value["token"], encode_token(secret, {stream, std::stoll(value["start_ms"]), parameters, commitment,
                                                  value["client_seed"]}));
  const auto bytes = from_base64url(value["token"]);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(value["payload"], to_hex(std::span(*bytes).first(bytes->size() - sizeof(Digest))));
}

// The messages of the document are those of the example's stream.
TEST_F(ProtocolExample, IsWhatTheMessagesShow) {
  const Offer offer{stream, uint32("count"), commitment, chain.roots(uint32("count"))};
  ChainVerifier verifier(offer, value["client_seed"], int32("min"), int32("max"));
  std::size_t shown = 0;
  for (const std::string& line : fenced_lines("json")) {
    const auto message = decode_server_message(line);
    if (!message) continue;
    if (const auto* hello = std::get_if<Hello>(&*message); hello && hello->offer) {
      ++shown;
      EXPECT_EQ(hello->offer, offer);
    } else if (const auto* started = std::get_if<Started>(&*message)) {
      ++shown;
      EXPECT_EQ(started->token, value["token"]);
      EXPECT_EQ(started->commitment, commitment);
    } else if (const auto* number = std::get_if<Number>(&*message); number && number->seq < Limits().max_count) {
      ++shown;
      EXPECT_EQ(std::to_string(number->message), value["number 17"]);
      EXPECT_EQ(number->key, chain.key_of(17));
    } else if (const auto* numbers = std::get_if<Numbers>(&*message);
               numbers && numbers->seq < Limits().max_count) {
      ++shown;
      std::vector<std::int32_t> before;
      const NumberChoice choice{value["client_seed"], int32("min"), int32("max")};
      for (std::uint32_t n = 0; n < numbers->seq; ++n) before.push_back(number_of(chain.key_of(n), choice, n));
      EXPECT_EQ(verifier.take(0, before, std::vector<Key>{chain.key_of(15), chain.key_of(16)}), std::nullopt);
      EXPECT_EQ(verifier.take(numbers->seq, numbers->messages, numbers->keys), std::nullopt);
    }
  }
  EXPECT_EQ(shown, 4U);
}

std::string written(const auto& message) {
  return encode(message);
}
std::string written(const Number& message) {
  std::array<char, kMaxNumberText> text;
  return {text.data(), encode(message, text)};
}
std::string written(const PlainNumber&) {
  return "";
}
std::string written(const UnknownMessage&) {
  return "";
}

// A message as the codec writes what it reads in `line`; nothing if it is none.
template <class Message>
std::string written_again(const Decoded<Message>& message) {
  return message ? std::visit([](const auto& which) { return written(which); }, *message) : "";
}

TEST(ProtocolText, ItsMessagesAreThoseOfTheCodec) {
  const std::vector<std::string> lines = fenced_lines("json");
  EXPECT_EQ(lines.size(), 28U);
  for (const std::string& line : lines) {
    EXPECT_TRUE(
        written_again(decode_server_message(line)) == line || written_again(decode_client_message(line)) == line ||
        written_again(decode_shared_request(line)) == line || written_again(decode_log_request(line)) == line)
        << line;
  }
}

// The messages of the shared channel are those of the example's secret.
TEST_F(ProtocolExample, ItsSecretMakesTheMessagesOfTheSharedChannel) {
  SharedNumbers server;
  server.secret = secret;
  server.parameters = {1, 6, 1000};
  std::size_t shown = 0;
  for (const std::string& line : fenced_lines("json")) {
    const auto message = decode_server_message(line);
    if (!message) continue;
    if (const auto* hello = std::get_if<SharedHello>(&*message)) {
      ++shown;
      EXPECT_EQ(*hello, server.hello(period_of(1'764'000'000)));
    } else if (const auto* root = std::get_if<Root>(&*message)) {
      ++shown;
      EXPECT_EQ(*root, server.root(root->period));
    } else if (const auto* number = std::get_if<Number>(&*message); number && number->seq >= 1'764'000'000) {
      ++shown;
      EXPECT_EQ(*number, (Number{number->seq, server.number(number->seq), server.key(number->seq)}));
    } else if (const auto* run = std::get_if<Numbers>(&*message); run && run->seq >= 1'764'000'000) {
      ++shown;
      EXPECT_EQ(*run, server.run(run->seq, 3));
    }
  }
  EXPECT_EQ(shown, 4U);
}

TEST(ProtocolText, ListsEveryErrorCodeWithItsCloseCode) {
  for (const ErrorCode& code :
       {kMalformedMessage, kValueNotAllowed, kBadToken, kExpiredToken, kClockSkew, kHandshakeTimeout}) {
    const std::string row =
        "| `" + std::string(code.name) + "` | " + std::to_string(static_cast<unsigned>(code.close_code)) + " |";
    EXPECT_NE(protocol_text().find(row), std::string::npos) << row;
  }
}

TEST(ProtocolText, StatesTheLimitsOfTheCode) {
  const Limits limits;
  for (const std::string& stated :
       {std::to_string(kMaxClientMessageBytes) + " bytes from a client",
        "or " + std::to_string(kMaxServerMessageBytes),
        "| `interval_ms` | " + std::to_string(limits.min_interval_ms) + " to " +
            std::to_string(limits.max_interval_ms),
        "| `count` | 1 to " + std::to_string(limits.max_count),
        "| `count=N` | the stream shall have N numbers, 1 to " + std::to_string(limits.max_count),
        "segments of " + std::to_string(kSegmentNumbers), "`count` / " + std::to_string(kSegmentNumbers),
        "up to " + std::to_string(kMaxProvenCount) + " numbers carries its proof",
        "missing if `count` is above " + std::to_string(kMaxProvenCount),
        "are " + std::to_string(kBase64urlOf32Bytes) + " characters of base64url",
        "1 to " + std::to_string(kMaxNumbersPerFrame) + " of int32",
        "1 to " + std::to_string(kMaxTokenLength) + " characters",
        "1 to " + std::to_string(kMaxClientSeedLength) + " characters",
        "| `seq` | 0 to " + std::to_string(limits.max_count - 1),
        "divided into periods of " + std::to_string(kPeriodNumbers),
        "0 to " + std::to_string(kMaxPeriod) + " | the period",
        std::to_string(kAnnouncedRoots) + " of base64url"}) {
    EXPECT_NE(protocol_text().find(stated), std::string::npos) << stated;
  }
}

TEST(ProtocolText, QuotesTheScriptsThatVerify) {
  for (const char* name : {"verify.py", "watch.py"}) {
    const std::string script = source_file("tests/shared/golden/" + std::string(name));
    EXPECT_NE(protocol_text().find("```python\n" + script + "```\n"), std::string::npos) << name;
  }
}

TEST(ProtocolText, QuotesTheClientsThatTheTestsRun) {
  EXPECT_NE(protocol_text().find("```js\n" + source_file("tests/clients/follow.mjs") + "```\n"), std::string::npos);
  EXPECT_NE(protocol_text().find("```python\n" + source_file("tests/clients/follow.py") + "```\n"),
            std::string::npos);
}

TEST(OperatingGuide, QuotesTheProgramThatPublishes) {
  const std::string quoted = "```python\n" + source_file("tests/clients/publish.py") + "```\n";
  EXPECT_NE(source_file("backend/OPERATING.md").find(quoted), std::string::npos);
}

}  // namespace
}  // namespace sws
