#include "tests/bench/client/frame_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sws::bench {
namespace {

TEST(FrameParser, TakesAShortTextFrame) {
  const std::string bytes = std::string("\x81\x0f") + R"({"message": 72})" + "\x81";
  const Frame frame = parse_frame(bytes);
  EXPECT_EQ(frame.status, FrameStatus::whole);
  EXPECT_EQ(frame.opcode, kText);
  EXPECT_EQ(frame.payload, R"({"message": 72})");
  EXPECT_EQ(frame.size, 17U);
}

TEST(FrameParser, TakesAFrameWithA16BitLength) {
  const std::string bytes = std::string("\x81\x7e\x01\x2c") + std::string(300, 'x');
  const Frame frame = parse_frame(bytes);
  EXPECT_EQ(frame.status, FrameStatus::whole);
  EXPECT_EQ(frame.payload, std::string(300, 'x'));
  EXPECT_EQ(frame.size, 304U);
}

TEST(FrameParser, EveryBeginningOfAFrameIsIncomplete) {
  for (const std::size_t length : {5U, 200U}) {
    std::string bytes = "\x81";
    bytes += length > 125 ? std::string("\x7e") + '\0' + static_cast<char>(length) : std::string(1, '\x05');
    bytes += std::string(length, 'x');
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(parse_frame(std::string_view(bytes).substr(0, size)).status, FrameStatus::incomplete) << size;
    }
    EXPECT_EQ(parse_frame(bytes).status, FrameStatus::whole);
  }
}

TEST(FrameParser, MaskedAndVeryLongFramesAreViolations) {
  EXPECT_EQ(parse_frame("\x81\x85"
                        "1234abcde")
                .status,
            FrameStatus::violation);
  EXPECT_EQ(parse_frame("\x81\x7f"
                        "12345678")
                .status,
            FrameStatus::violation);
}

TEST(FrameParser, ReadsIntegerMembers) {
  const std::string_view text = R"({"type":"number","seq":17,"message": -4})";
  EXPECT_EQ(integer_member(text, "\"seq\""), 17);
  EXPECT_EQ(integer_member(text, "\"message\""), -4);
  EXPECT_EQ(integer_member(text, "\"start_ms\""), std::nullopt);
  EXPECT_EQ(integer_member(text, "\"type\""), std::nullopt);
  EXPECT_EQ(integer_member("{\"seq\":", "\"seq\""), std::nullopt);
}

TEST(FrameParser, ReadsStringMembers) {
  const std::string_view text = R"({"type":"hello","log": "abc","next":4})";
  EXPECT_EQ(string_member(text, "\"log\""), "abc");
  EXPECT_EQ(string_member(text, "\"channel\""), "");
  EXPECT_EQ(string_member(R"({"log":"ab)", "\"log\""), "ab");
}

TEST(FrameParser, CountsTheNumbersOfABatch) {
  EXPECT_EQ(messages_in_array(R"({"type":"numbers","seq":1,"messages":[42,7,99]})"), 3U);
  EXPECT_EQ(messages_in_array(R"({"type":"numbers","seq":1,"messages":[42]})"), 1U);
  EXPECT_EQ(messages_in_array(R"({"type":"numbers","seq":1,"messages":[]})"), 0U);
  EXPECT_EQ(messages_in_array(R"({"type":"number","seq":1,"message":4})"), 0U);
}

TEST(FrameParser, KnowsATypeByItsWholeName) {
  EXPECT_TRUE(has_type(R"({"type":"hello","protocol":1})", "hello"));
  EXPECT_TRUE(has_type(R"({"protocol":1, "type": "hello"})", "hello"));
  EXPECT_FALSE(has_type(R"({"type":"numbers"})", "number"));
  EXPECT_FALSE(has_type(R"({"message": 72})", "hello"));
}

}  // namespace
}  // namespace sws::bench
