// The bounds of every member of protocol 1: the last value that is allowed, and the first that is refused.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/token.hpp"

namespace sws {
namespace {

using Kind = DecodeError::Kind;

std::string with(std::string text, std::string_view name, const std::string& value) {
  const std::string key = std::string(1, '"').append(name) += "\":";
  const std::size_t begin = text.find(key) + key.size();
  const char first = text[begin];
  const std::size_t end = first == '"'   ? text.find('"', begin + 1) + 1
                          : first == '[' ? text.find(']', begin) + 1
                                         : text.find_first_of(",}", begin);
  return text.replace(begin, end - begin, value);
}

std::optional<DecodeError> server_error(std::string_view text) {
  const auto decoded = decode_server_message(text);
  return decoded ? std::nullopt : std::optional(decoded.error());
}
std::optional<DecodeError> client_error(std::string_view text) {
  const auto decoded = decode_client_message(text);
  return decoded ? std::nullopt : std::optional(decoded.error());
}

struct Bounds {
  std::string_view name;
  std::vector<std::string> allowed, refused;
};

template <class ErrorOf>
void expect_bounds(const std::string& sample, ErrorOf error_of, const std::vector<Bounds>& bounds) {
  for (const auto& [name, allowed, refused] : bounds) {
    for (const std::string& value : allowed) {
      const auto error = error_of(with(sample, name, value));
      EXPECT_FALSE(error) << name << ' ' << value << ": " << error->message;
    }
    for (const std::string& value : refused) {
      const auto error = error_of(with(sample, name, value));
      ASSERT_TRUE(error) << name << ' ' << value;
      EXPECT_EQ(error->kind, Kind::not_allowed) << error->message;
      EXPECT_NE(error->message.find(name), std::string::npos) << error->message;
    }
  }
}

std::string quoted(std::size_t length, char c = 'a') {
  return std::string(1, '"').append(length, c) += '"';
}

const std::vector<std::string> kInt32 = {"-2147483648", "2147483647"};
const std::vector<std::string> kBeyondInt32 = {"-2147483649", "2147483648", "0.5", "1e10", "1e400"};
const std::vector<std::string> kPosition = {"0", "9007199254740991"};
const std::vector<std::string> kBeyondPosition = {"-1", "9007199254740992", "0.5"};
const std::vector<std::string> kNotHex64 = {quoted(63),      quoted(65),      quoted(64, 'A'),
                                            quoted(64, 'g'), quoted(64, ' '), "\"\""};

TEST(CodecLimits, OfPlainNumbers) {
  expect_bounds(R"({"message":72})", server_error, {{"message", kInt32, kBeyondInt32}});
}

const std::vector<std::string> kNotBase64urlOf32Bytes = {
    quoted(42, 'A'),
    quoted(44, 'A'),
    "\"\"",
    quoted(43, '='),
    quoted(43, '+'),
    quoted(43, ' '),
    "\"" + std::string(42, 'A') + "B\"",  // not canonical: its last two bits are not zero
    "\"" + std::string(42, 'A') + "\\u0000\""};

// The same texts as the only element of an array, and as the second one.
std::vector<std::string> in_arrays(const std::vector<std::string>& texts) {
  std::vector<std::string> arrays;
  for (const std::string& text : texts) {
    arrays.push_back('[' + text + ']');
    arrays.push_back('[' + quoted(43, 'A') + ',' + text + ']');
  }
  return arrays;
}

TEST(CodecLimits, OfHello) {
  expect_bounds(encode(Hello{Offer{{}, 17, {}, {Digest{}, Digest{}}}, Limits{}}), server_error,
                {{"protocol", {"1", "1.0"}, {"0", "2", "-1"}},
                 {"stream", {quoted(32)}, {quoted(31), quoted(33), quoted(32, 'A'), quoted(32, 'g')}},
                 {"count", {"1", "1000000"}, {"0", "1000001", "-1", "1.5"}},
                 {"commitment", {quoted(64)}, kNotHex64},
                 {"roots",
                  {"[]", '[' + quoted(43, 'A') + ']', '[' + quoted(43, '_').replace(43, 1, "8") + ']'},
                  in_arrays(kNotBase64urlOf32Bytes)},
                 {"min_interval_ms", {"0", "4294967295"}, {"-1", "4294967296"}},
                 {"max_interval_ms", {"0", "4294967295"}, {"-1", "4294967296"}},
                 {"max_count", {"0", "4294967295"}, {"-1", "4294967296"}}});
}

TEST(CodecLimits, OfStarted) {
  const std::string sample = encode(Started{{}, {}, "token", 0, 0, StreamParameters{0, 0, 1000, 1000}});
  expect_bounds(sample, server_error,
                {{"stream", {quoted(32)}, {quoted(31), quoted(33)}},
                 {"commitment", {quoted(64)}, kNotHex64},
                 {"token",
                  {quoted(1), quoted(kMaxTokenLength), "\"-_09azAZ\""},
                  {"\"\"", quoted(kMaxTokenLength + 1), R"("a\"b")", R"("a b")", R"("a=")", R"("\u0000")"}},
                 {"start_ms",
                  {"-9007199254740991", "9007199254740991"},
                  {"-9007199254740992", "9007199254740992", "1e18", "0.5"}},
                 {"next", {"0", "1000"}, {"-1", "1001"}},
                 {"min", {"-2147483648", "0"}, {"-2147483649", "1", "0.5"}},
                 {"max", {"2147483647", "0"}, {"2147483648", "-1", "0.5"}},
                 {"interval_ms", {"10", "3600000"}, {"9", "3600001", "0", "-1"}},
                 {"count", {"1", "1000000"}, {"0", "1000001", "-1"}}});
}

TEST(CodecLimits, OfNumber) {
  expect_bounds(R"({"type":"number","seq":0,"message":0,"key":"A"})", server_error,
                {{"key", {quoted(43, 'A')}, kNotBase64urlOf32Bytes}});
  expect_bounds(R"({"type":"number","seq":0,"message":0})", server_error,
                {{"seq", kPosition, kBeyondPosition}, {"message", kInt32, kBeyondInt32}});
}

TEST(CodecLimits, OfNumbers) {
  const auto run = [](std::size_t size) {
    std::string text = "[0";
    for (std::size_t i = 1; i < size; ++i) text += ",0";
    return text + ']';
  };
  expect_bounds(R"({"type":"numbers","seq":0,"messages":[0],"keys":[]})", server_error,
                {{"keys", {"[]", '[' + quoted(43, 'A') + ']'}, in_arrays(kNotBase64urlOf32Bytes)}});
  expect_bounds(R"({"type":"numbers","seq":0,"messages":[0]})", server_error,
                {{"seq", kPosition, kBeyondPosition},
                 {"messages",
                  {run(1), run(kMaxNumbersPerFrame), "[-2147483648,2147483647]"},
                  {"[]", run(kMaxNumbersPerFrame + 1), "[0,2147483648]", "[0,0.5]"}}});
}

TEST(CodecLimits, TheLargestRunIsShortEnoughForAPage) {
  const std::uint32_t segments = segments_touched(kSegmentNumbers - 1, kMaxNumbersPerFrame);  // as many as can be
  for (const std::vector<Key>& keys : {std::vector<Key>(segments), std::vector<Key>()}) {
    const std::string text =
        encode(Numbers{999'999, std::vector<std::int32_t>(kMaxNumbersPerFrame, INT32_MIN), keys});
    EXPECT_LE(text.size(), kMaxServerMessageBytes);
    EXPECT_FALSE(server_error(text));
  }
}

TEST(CodecLimits, TheLargestRunOfALogIsShortEnoughForAPage) {
  const Sample longest{-2.2250738585072014e-308, -kMaxExactInteger};
  const LogNumbers run{kMaxExactInteger, std::vector<Sample>(kMaxNumbersPerFrame, longest)};
  const std::string text = encode(run);
  EXPECT_LE(text.size(), kMaxServerMessageBytes);
  EXPECT_FALSE(server_error(text));
}

TEST(CodecLimits, TheLongestOfferIsShortEnoughForAPage) {
  const Offer offer{{}, kMaxProvenCount, {}, std::vector<Digest>(segments_of(kMaxProvenCount))};
  const std::string text = encode(Hello{offer, Limits{UINT32_MAX, UINT32_MAX, UINT32_MAX}});
  EXPECT_LE(text.size(), kMaxServerMessageBytes);
  EXPECT_FALSE(server_error(text));
}

// A WebSocket frame states a length of up to 125 bytes in one byte (RFC 6455 §5.2), and the server's buffers for
// frames are made for that.
TEST(CodecLimits, TheLongestNumberFitsIntoAFrameWithAShortHeader) {
  Key longest;
  longest.fill(0xff);
  std::array<char, kMaxNumberText> text;
  EXPECT_EQ(encode(Number{kMaxExactInteger, INT32_MIN, longest}, text), kMaxNumberText);
  EXPECT_LE(kMaxNumberText, 125U);
}

TEST(CodecLimits, OfEnd) {
  expect_bounds(
      encode(End{EndReason::complete, 0, Seed{}}), server_error,
      {{"reason", {"\"complete\"", "\"stopped\"", "\"source_ended\""}, {"\"\"", "\"Complete\"", "\"complete \""}},
       {"next", kPosition, kBeyondPosition},
       {"server_seed", {quoted(64)}, kNotHex64}});
}

TEST(CodecLimits, OfStart) {
  expect_bounds(
      encode(Start{"seed", 0, 0, 1000U}), client_error,
      {{"client_seed",
        {quoted(1), quoted(kMaxClientSeedLength), "\"-_09azAZ\""},
        {"\"\"", quoted(kMaxClientSeedLength + 1), "\"a b\"", "\"a:\"", "\"\xc3\xa9\"", R"("\u0000")", R"("a\n")"}},
       {"min", kInt32, kBeyondInt32},
       {"max", kInt32, kBeyondInt32},
       {"interval_ms", {"10", "3600000"}, {"9", "3600001", "-10", "10.5"}}});
}

TEST(CodecLimits, OfResume) {
  expect_bounds(encode(Resume{"token", 0}), client_error, {{"next", {"0", "1000000"}, {"-1", "1000001", "1e400"}}});
}

TEST(CodecLimits, OfTheLengthOfATextEachWay) {
  const auto padded = [](std::string text, std::size_t size) {
    return text + std::string(size - text.size(), ' ');
  };
  EXPECT_FALSE(client_error(padded(R"({"type":"stop"})", kMaxClientMessageBytes)));
  EXPECT_EQ(client_error(padded(R"({"type":"stop"})", kMaxClientMessageBytes + 1))->kind, Kind::malformed);
  EXPECT_FALSE(server_error(padded(R"({"message":1})", kMaxServerMessageBytes)));
  EXPECT_EQ(server_error(padded(R"({"message":1})", kMaxServerMessageBytes + 1))->kind, Kind::malformed);
}

TEST(CodecLimits, AnErrorAboutTheLargestMessageIsShortEnoughForAPage) {
  const std::string name(2000, '\x7f');
  const auto error = client_error("{\"" + name + "\":1,\"" + name + "\":1}");
  ASSERT_TRUE(error);
  EXPECT_LT(encode(ErrorMessage{"malformed_message", error->message}).size(), 1000U);
}

}  // namespace
}  // namespace sws
