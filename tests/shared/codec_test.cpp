#include "shared/codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>

#include "shared/limits.hpp"

namespace sws {
namespace {

std::string encoded(std::int32_t number) {
  std::array<char, kMaxPlainNumberText> text;
  return {text.data(), encode(PlainNumber{number}, text)};
}

void expect_number(std::string_view text, std::int32_t number) {
  const auto decoded = decode_server_message(text);
  ASSERT_TRUE(decoded) << text << ": " << decoded.error().message;
  EXPECT_EQ(*decoded, ServerMessage(PlainNumber{number})) << text;
}

void expect_refusal(std::string_view text, std::string_view why) {
  const auto decoded = decode_server_message(text);
  ASSERT_FALSE(decoded) << text;
  EXPECT_NE(decoded.error().message.find(why), std::string::npos) << decoded.error().message;
}

TEST(EncodePlainNumber, SpellsAsTheOriginalDoes) {
  EXPECT_EQ(encoded(72), R"({"message": 72})");
  EXPECT_EQ(encoded(0), R"({"message": 0})");
  EXPECT_EQ(encoded(INT32_MAX), R"({"message": 2147483647})");
  EXPECT_EQ(encoded(INT32_MIN), R"({"message": -2147483648})");
}

TEST(DecodeServerMessage, ReadsBackAnEncodedNumber) {
  for (const std::int32_t number : {0, 1, -1, 72, 100, INT32_MAX, INT32_MIN})
    expect_number(encoded(number), number);
}

TEST(DecodeServerMessage, AcceptsAnySpellingOfTheSameMessage) {
  expect_number(R"({"message":72})", 72);
  expect_number(" \t\r\n{ \"message\" :\n72 } ", 72);
  expect_number(R"({"\u006dessage": 72})", 72);
  expect_number(R"({"message": 72.0})", 72);
  expect_number(R"({"message": 7.2e1})", 72);
  expect_number(R"({"message": 720E-1})", 72);
  expect_number(R"({"message": -0})", 0);
  expect_number(R"({"message": 2147483647000000000000000e-15})", INT32_MAX);
}

TEST(DecodeServerMessage, IgnoresUnknownMembersOfAnyType) {
  expect_number(
      R"({"a": null, "b": [1, {"message": "x", "message": 2}], "message": 5, "c": {"type": 1}, "d": 1.5, "e": "s"})",
      5);
}

TEST(DecodeServerMessage, NamesTheTypeItDoesNotKnow) {
  const auto decoded = decode_server_message(R"({"type": "weather", "message": 1})");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, ServerMessage(UnknownMessage{"weather"}));
}

TEST(DecodeServerMessage, RefusesNumbersThatAreNoInt32) {
  for (const char* number : {"2147483648", "-2147483649", "1.5", "72.00000000000000000001", "1e400", "-1e400",
                             "1e-400", "18446744073709551616", "99999999999999999999999999"}) {
    expect_refusal(std::string(R"({"message": )") + number + "}", std::string("\"message\" is ") + number);
  }
}

TEST(DecodeServerMessage, RefusesOtherTypesAndNamesThem) {
  expect_refusal(R"({"message": "72"})", "\"message\" is a string: an integer is expected");
  expect_refusal(R"({"message": null})", "\"message\" is null");
  expect_refusal(R"({"message": true})", "\"message\" is true");
  expect_refusal(R"({"message": [72]})", "\"message\" is an array");
  expect_refusal(R"({"message": {"message": 72}})", "\"message\" is an object");
  expect_refusal(R"({"type": 7})", "\"type\" is a number: a string is expected");
  expect_refusal("72", "the text is a number: an object is expected");
  expect_refusal("[72]", "the text is an array");
  expect_refusal("null", "the text is null");
}

TEST(DecodeServerMessage, RefusesAMissingMember) {
  expect_refusal("{}", "\"message\" is missing");
  expect_refusal(R"({"massage": 72})", "\"message\" is missing");
}

TEST(DecodeServerMessage, RefusesADuplicateMember) {
  expect_refusal(R"({"message": 1, "message": 1})", "\"message\" is there twice");
  expect_refusal(R"({"a": 1, "message": 1, "\u0061": 2})", "\"a\" is there twice");
}

TEST(DecodeServerMessage, RefusesTrailingBytesAndSaysWhere) {
  const auto decoded = decode_server_message(R"({"message": 72} x)");
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().offset, 16U);
  expect_refusal(R"({"message": 72}{"message": 73})", "more text");
}

TEST(DecodeServerMessage, RefusesATextThatIsNotJson) {
  for (const std::string_view text :
       {"", " ", "{", "{\"message\"", "{\"message\":", "{\"message\": 7", "{'message': 7}", "{\"message\": 07}",
        "{\"message\": +7}", "{\"message\": 7,}", "{\"message\": NaN}", "{message: 7}", "hello"}) {
    EXPECT_FALSE(decode_server_message(text)) << text;
  }
}

TEST(DecodeServerMessage, RefusesInvalidUtf8AndNul) {
  EXPECT_FALSE(decode_server_message("{\"message\": 7, \"a\": \"\xff\"}"));
  EXPECT_FALSE(decode_server_message("{\"message\": 7, \"a\": \"\xc0\x80\"}"));
  EXPECT_FALSE(decode_server_message("{\"message\": 7, \"a\": \"\xed\xa0\x80\"}"));
  EXPECT_FALSE(decode_server_message(std::string_view("{\"message\": 7}\0", 15)));
  EXPECT_FALSE(decode_server_message(std::string_view("{\"mess\0age\": 7}", 15)));
}

TEST(DecodeServerMessage, RefusesDeepNestingAndLongText) {
  const auto nested = [](std::size_t depth) {
    return R"({"message": 7, "a": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(decode_server_message(nested(20)));
  EXPECT_FALSE(decode_server_message(nested(40)));
  EXPECT_FALSE(decode_server_message(nested(4000)));
  expect_refusal(R"({"message": 7})" + std::string(kMaxServerMessageBytes, ' '), "bytes: at most");
}

TEST(DecodeServerMessage, SurvivesAnyMutationOfAMessage) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = R"({"type": "x\u00e9", "message": -12.5e3, "a": [true, {"b": null}]})";
    for (std::uint32_t changes = random() % 4 + 1; changes > 0; --changes) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    const auto decoded = decode_server_message(text);
    EXPECT_TRUE(decoded || decoded.error().offset <= text.size());
  }
}

}  // namespace
}  // namespace sws
