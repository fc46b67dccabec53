// The messages of channels that all viewers share, as JSON text.
#include <gtest/gtest.h>

#include <string>

#include "shared/codec.hpp"

namespace sws {
namespace {

const std::string kZeros = std::string(43, 'A');

Digest digest(std::uint8_t last) {
  Digest bytes{};
  bytes.back() = last;
  return bytes;
}

SharedHello hello() {
  return {"dice_2", {-5, 100, 1000}, 430'664, {digest(0), digest(1), digest(2)}};
}

std::string hello_text(const std::string& period = "430664", const std::string& max = "100",
                       const std::string& more_roots = "") {
  return R"({"type":"hello","protocol":1,"channel":"dice_2","min":-5,"max":)" + max +
         R"(,"interval_ms":1000,"period":)" + period + R"(,"roots":[")" + kZeros + R"(",")" + kZeros.substr(1) +
         R"(E",")" + kZeros.substr(1) + "I\"" + more_roots + "]}";
}

void expect_message(const std::string& text, const ServerMessage& message) {
  const auto decoded = decode_server_message(text);
  ASSERT_TRUE(decoded) << text << ": " << decoded.error().message;
  EXPECT_EQ(*decoded, message) << text;
}

std::string why_refused(const std::string& text) {
  const auto decoded = decode_server_message(text);
  return decoded ? "it was accepted" : decoded.error().message;
}

std::string why_request_refused(const std::string& text) {
  const auto decoded = decode_shared_request(text);
  return decoded ? "it was accepted" : decoded.error().message;
}

TEST(SharedCodec, WritesTheMessagesOfTheProtocol) {
  EXPECT_EQ(encode(hello()), hello_text());
  EXPECT_EQ(encode(SharedStarted{"dice_2", 1'764'000'000}),
            R"({"type":"started","channel":"dice_2","next":1764000000})");
  EXPECT_EQ(encode(Root{430'667, digest(0)}), R"({"type":"root","period":430667,"root":")" + kZeros + "\"}");
  EXPECT_EQ(encode(SharedStart{}), R"({"type":"start"})");
  EXPECT_EQ(encode(SharedResume{1'764'000'000}), R"({"type":"resume","next":1764000000})");
}

TEST(SharedCodec, ReadsBackWhatItWrote) {
  expect_message(encode(hello()), hello());
  const SharedStarted started{"dice_2", kMaxExactInteger};
  expect_message(encode(started), started);
  const Root root{kMaxPeriod, digest(255)};
  expect_message(encode(root), root);
  EXPECT_EQ(*decode_shared_request(encode(SharedStart{})), SharedRequest(SharedStart{}));
  EXPECT_EQ(*decode_shared_request(encode(SharedResume{kMaxExactInteger})),
            SharedRequest(SharedResume{kMaxExactInteger}));
  EXPECT_EQ(*decode_shared_request(encode(Stop{})), SharedRequest(Stop{}));
}

TEST(SharedCodec, KnowsAMessageByItsChannelUnlessItNamesALog) {
  constexpr const char* kLog = R"(,"log":"000102030405060708090a0b0c0d0eff")";
  EXPECT_TRUE(std::holds_alternative<LogStarted>(
      *decode_server_message(R"({"type":"started","channel":"a","next":1)" + std::string(kLog) + "}")));
  EXPECT_TRUE(std::holds_alternative<LogHello>(*decode_server_message(
      R"({"type":"hello","protocol":1,"channel":"a","first":0,"next":1)" + std::string(kLog) + "}")));
  EXPECT_EQ(why_refused(R"({"type":"started","next":1})"), "member \"stream\" is missing");
}

TEST(SharedCodec, RefusesWhatNoServerMaySend) {
  EXPECT_EQ(why_refused(hello_text("430664", "-6")), "\"min\" is above \"max\"");
  EXPECT_EQ(why_refused(hello_text("430664", "100", ",\"" + kZeros + '"')),
            "\"roots\" has 4 roots: 3 are expected");
  EXPECT_EQ(why_refused(hello_text(std::to_string(kMaxPeriod))), "it was accepted");
  EXPECT_EQ(why_refused(hello_text(std::to_string(kMaxPeriod + 1))),
            "\"period\" is 2199023255552: an integer from 0 to 2199023255551 is expected");
  EXPECT_EQ(why_refused(hello_text("-1")), "\"period\" is -1: an integer from 0 to 2199023255551 is expected");
  EXPECT_EQ(why_refused(R"({"type":"started","channel":"A","next":1})"),
            "\"channel\" is not as it should be: 1 to 64 characters of 0-9, a-z and _ is expected");
  EXPECT_EQ(why_refused(R"({"type":"root","period":1,"root":"AA"})"),
            "\"root\" is not as it should be: 43 characters of base64url is expected");
  EXPECT_EQ(why_refused(R"({"type":"root","root":")" + kZeros + "\"}"), "member \"period\" is missing");
}

TEST(SharedCodec, RefusesARequestOfAnotherKindOfChannel) {
  EXPECT_EQ(why_request_refused(R"({"type":"resume","token":"abc"})"), "member \"next\" is missing");
  EXPECT_EQ(why_request_refused(R"({"type":"resume","next":-1})"),
            "\"next\" is -1: an integer from 0 to 9007199254740991 is expected");
  EXPECT_EQ(why_request_refused(R"({"type":"hello"})"), "\"type\" is none of start, resume and stop");
}

}  // namespace
}  // namespace sws
