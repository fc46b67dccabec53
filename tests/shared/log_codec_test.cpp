// The messages of received channels as JSON text.
#include <gtest/gtest.h>

#include <string>

#include "shared/codec.hpp"

namespace sws {
namespace {

constexpr LogId kLog = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255};

void expect_message(const std::string& text, const ServerMessage& message) {
  const auto decoded = decode_server_message(text);
  ASSERT_TRUE(decoded) << text << ": " << decoded.error().message;
  EXPECT_EQ(*decoded, message) << text;
}

void expect_request(const std::string& text, const LogRequest& request) {
  const auto decoded = decode_log_request(text);
  ASSERT_TRUE(decoded) << text << ": " << decoded.error().message;
  EXPECT_EQ(*decoded, request) << text;
}

std::string why_refused(const std::string& text) {
  const auto decoded = decode_server_message(text);
  return decoded ? "it was accepted" : decoded.error().message;
}

TEST(LogCodec, WritesTheMessagesOfTheProtocol) {
  EXPECT_EQ(encode(LogHello{"temperature", kLog, 0, 1234}),
            R"({"type":"hello","protocol":1,"channel":"temperature","log":"000102030405060708090a0b0c0d0eff",)"
            R"("first":0,"next":1234})");
  EXPECT_EQ(encode(LogHello{"temperature", kLog, 7, 9, 1}),
            R"({"type":"hello","protocol":1,"channel":"temperature","log":"000102030405060708090a0b0c0d0eff",)"
            R"("first":7,"next":9,"origin":1})");
  EXPECT_EQ(encode(LogStarted{"temperature", kLog, 634}),
            R"({"type":"started","channel":"temperature","log":"000102030405060708090a0b0c0d0eff","next":634})");
  EXPECT_EQ(encode(LogNumbers{1234, {{21.5, 1'764'000'000'123}}}),
            R"({"type":"number","seq":1234,"message":21.5,"at_ms":1764000000123})");
  EXPECT_EQ(encode(LogNumbers{634, {{21.5, 1}, {-1e-9, 2}}}),
            R"({"type":"numbers","seq":634,"messages":[21.5,-1e-9],"at_ms":[1,2]})");
  EXPECT_EQ(encode(Gap{17, 120}), R"({"type":"gap","from":17,"to":120})");
  EXPECT_EQ(encode(SourceState{false}), R"({"type":"source","connected":false})");
  EXPECT_EQ(encode(End{EndReason::source_ended, 1300}), R"({"type":"end","reason":"source_ended","next":1300})");
  EXPECT_EQ(encode(LogStart{600}), R"({"type":"start","last":600})");
  EXPECT_EQ(encode(LogResume{kLog, 17}), R"({"type":"resume","log":"000102030405060708090a0b0c0d0eff","next":17})");
}

TEST(LogCodec, ReadsBackWhatItWrote) {
  const LogHello hello{"a", kLog, 5, std::uint64_t{1} << 52};
  expect_message(encode(hello), hello);
  const LogHello of_broker{"a", kLog, 5, 8, 1};
  expect_message(encode(of_broker), of_broker);
  EXPECT_EQ(why_refused(encode(LogHello{"a", kLog, 5, 8, 6})), "\"origin\" is above \"first\"");
  const LogStarted started{"cpu_0", kLog, 7};
  expect_message(encode(started), started);
  const LogNumbers one{std::uint64_t{1} << 40, {{-1.25, -5}}};
  expect_message(encode(one), one);
  const LogNumbers run{3, {{0.1, 1}, {1e300, 2}, {-0.0, 3}}};
  expect_message(encode(run), run);
  expect_message(encode(Gap{0, 1}), Gap{0, 1});
  for (const bool connected : {false, true}) expect_message(encode(SourceState{connected}), SourceState{connected});
  const End end{EndReason::source_ended, std::uint64_t{1} << 50};
  expect_message(encode(end), end);
  expect_request(encode(LogStart{600}), LogStart{600});
  expect_request(encode(LogResume{kLog, 17}), LogResume{kLog, 17});
  expect_request(encode(Stop{}), Stop{});
}

TEST(LogCodec, RefusesAStateOfTheSourceThatIsNeitherTrueNorFalse) {
  EXPECT_EQ(why_refused(R"({"type":"source"})"), "member \"connected\" is missing");
  EXPECT_EQ(why_refused(R"({"type":"source","connected":1})"),
            "\"connected\" is a number: true or false is expected");
  EXPECT_EQ(why_refused(R"({"type":"source","connected":[true]})"),
            "\"connected\" is an array: true or false is expected");
}

TEST(LogCodec, TakesTheNewestNumberIfAStartDoesNotSayHowMany) {
  expect_request(R"({"type":"start"})", LogStart{1});
  expect_request(R"({"type":"start","last":0})", LogStart{0});
}

TEST(LogCodec, KnowsANumberOfALogByItsTime) {
  expect_message(R"({"type":"number","seq":1,"message":5})", Number{1, 5});
  expect_message(R"({"type":"number","seq":1,"message":5,"at_ms":0})", LogNumbers{1, {{5, 0}}});
}

TEST(LogCodec, RefusesWhatNoServerMaySend) {
  EXPECT_EQ(why_refused(R"({"type":"number","seq":1,"message":1e400,"at_ms":0})"),
            "\"message\" is 1e400: a number of less than 1.8e308 is expected");
  EXPECT_EQ(why_refused(R"({"type":"number","seq":1,"message":"5","at_ms":0})"),
            "\"message\" is a string: a number is expected");
  EXPECT_EQ(why_refused(R"({"type":"numbers","seq":1,"messages":[1,2],"at_ms":[0]})"),
            "\"at_ms\" has 1 times of 2 numbers");
  EXPECT_EQ(why_refused(R"({"type":"numbers","seq":1,"messages":[1,null],"at_ms":[0,0]})"),
            "\"messages\"[1] is null: an array of numbers is expected");
  EXPECT_EQ(why_refused(R"({"type":"numbers","seq":1,"messages":[],"at_ms":[]})"),
            "\"messages\" has 0 numbers: 1 to 512 are expected");
  EXPECT_EQ(why_refused(R"({"type":"gap","from":5,"to":5})"), "\"from\" is not below \"to\"");
  EXPECT_EQ(why_refused(R"({"type":"started","channel":"A","log":"000102030405060708090a0b0c0d0eff","next":1})"),
            "\"channel\" is not as it should be: 1 to 64 characters of 0-9, a-z and _ is expected");
}

TEST(LogCodec, RefusesARequestOfAnotherKindOfChannel) {
  const auto resume = decode_log_request(R"({"type":"resume","token":"abc","next":1})");
  ASSERT_FALSE(resume);
  EXPECT_EQ(resume.error().message, "member \"log\" is missing");
  const auto start = decode_client_message(R"({"type":"start","last":600})");
  ASSERT_FALSE(start);
  EXPECT_EQ(start.error().message, "member \"client_seed\" is missing");
}

TEST(ChannelName, HasDigitsSmallLettersAndUnderscores) {
  EXPECT_TRUE(is_channel_name("some_url"));
  EXPECT_TRUE(is_channel_name(std::string(64, 'a')));
  for (const std::string& name : {std::string(), std::string(65, 'a'), std::string("A"), std::string("a-b"),
                                  std::string("a/b"), std::string("ä")}) {
    EXPECT_FALSE(is_channel_name(name)) << name;
  }
}

}  // namespace
}  // namespace sws
