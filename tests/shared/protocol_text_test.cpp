// Checks that PROTOCOL.md describes the code: recomputes its example, decodes and encodes its messages, and
// compares its tables.
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "shared/base64url.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"
#include "shared/hex.hpp"
#include "shared/number_sequence.hpp"
#include "shared/sha256.hpp"
#include "shared/token.hpp"
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

TEST(ProtocolText, ItsExampleIsRight) {
  std::map<std::string, std::string> value = example();
  ASSERT_EQ(value.size(), 21U);
  const Secret secret = from_hex<Secret>(value["secret"]);
  const StreamId stream = from_hex<StreamId>(value["stream"]);
  const Seed seed = derive_server_seed(secret, stream);
  EXPECT_EQ(value["server_seed"], to_hex(seed));
  EXPECT_EQ(value["commitment"], to_hex(sha256(seed)));

  const std::int32_t min = std::stoi(value["min"]), max = std::stoi(value["max"]);
  const auto range = static_cast<std::uint64_t>(max - min + 1);
  EXPECT_EQ(value["range"], std::to_string(range));
  EXPECT_EQ(value["limit"], std::to_string(UINT64_MAX / range * range));  // 101 does not divide 2^64
  const HmacSha256 hmac(seed);
  EXPECT_EQ(value["block(0,0)"], to_hex(hmac(value["client_seed"] + ":0:0")));
  EXPECT_EQ(value["block(17,0)"], to_hex(hmac(value["client_seed"] + ":17:0")));
  const std::uint64_t word = NumberWords(hmac, value["client_seed"], 0)();
  EXPECT_EQ(value["first word"], value["block(0,0)"].substr(0, 16));
  EXPECT_EQ(std::stoull(value["first word"], nullptr, 16), word);
  EXPECT_EQ(value["in decimal"], std::to_string(word));
  EXPECT_EQ(value["mod range"], std::to_string(word % range));
  const NumberSequence sequence(seed, value["client_seed"], min, max);
  EXPECT_EQ(value["number 0"], std::to_string(sequence.at(0)));
  EXPECT_EQ(value["number 17"], std::to_string(sequence.at(17)));

  const auto interval_ms = static_cast<std::uint32_t>(std::stoul(value["interval_ms"]));
  const auto count = static_cast<std::uint32_t>(std::stoul(value["count"]));
  const StreamIdentity identity{
      stream, std::stoll(value["start_ms"]), {min, max, interval_ms, count}, value["client_seed"]};
  EXPECT_EQ(value["token"], encode_token(secret, identity));
  const auto bytes = from_base64url(value["token"]);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(value["payload"], to_hex(std::span(*bytes).first(bytes->size() - sizeof(Digest))));
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

TEST(ProtocolText, ItsMessagesAreThoseOfTheCodec) {
  const std::vector<std::string> lines = fenced_lines("json");
  EXPECT_EQ(lines.size(), 10U);
  for (const std::string& line : lines) {
    const auto server = decode_server_message(line);
    const auto client = decode_client_message(line);
    ASSERT_TRUE(server || client) << line;
    const auto write = [](const auto& message) { return written(message); };
    EXPECT_EQ(client ? std::visit(write, *client) : std::visit(write, *server), line);
  }
}

TEST(ProtocolText, ListsEveryErrorCodeWithItsCloseCode) {
  for (const ErrorCode& code : {kMalformedMessage, kValueNotAllowed, kBadToken, kExpiredToken, kHandshakeTimeout}) {
    const std::string row =
        "| `" + std::string(code.name) + "` | " + std::to_string(static_cast<unsigned>(code.close_code)) + " |";
    EXPECT_NE(protocol_text().find(row), std::string::npos) << row;
  }
}

TEST(ProtocolText, StatesTheLimitsOfTheCode) {
  const Limits limits;
  for (const std::string& stated : {std::to_string(kMaxClientMessageBytes) + " bytes from a client",
                                    "or " + std::to_string(kMaxServerMessageBytes),
                                    "| `interval_ms` | " + std::to_string(limits.min_interval_ms) + " to " +
                                        std::to_string(limits.max_interval_ms),
                                    "| `count` | 1 to " + std::to_string(limits.max_count),
                                    "1 to " + std::to_string(kMaxNumbersPerFrame) + " of int32",
                                    "1 to " + std::to_string(kMaxTokenLength) + " characters",
                                    "1 to " + std::to_string(kMaxClientSeedLength) + " characters",
                                    "| `seq` | 0 to " + std::to_string(limits.max_count - 1)}) {
    EXPECT_NE(protocol_text().find(stated), std::string::npos) << stated;
  }
}

TEST(ProtocolText, QuotesTheScriptThatVerifies) {
  EXPECT_NE(protocol_text().find("```python\n" + source_file("tests/shared/golden/verify.py") + "```\n"),
            std::string::npos);
}

}  // namespace
}  // namespace sws
