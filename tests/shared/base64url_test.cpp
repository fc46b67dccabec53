#include "shared/base64url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sws {
namespace {

std::vector<std::uint8_t> bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

void expect_both_ways(std::string_view plain, std::string_view encoded) {
  EXPECT_EQ(to_base64url(bytes(plain)), encoded);
  const auto decoded = from_base64url(encoded);
  ASSERT_TRUE(decoded) << encoded;
  EXPECT_EQ(*decoded, bytes(plain)) << encoded;
}

TEST(Base64url, AgreesWithRfc4648Section10LessItsPadding) {
  expect_both_ways("", "");
  expect_both_ways("f", "Zg");
  expect_both_ways("fo", "Zm8");
  expect_both_ways("foo", "Zm9v");
  expect_both_ways("foob", "Zm9vYg");
  expect_both_ways("fooba", "Zm9vYmE");
  expect_both_ways("foobar", "Zm9vYmFy");
}

TEST(Base64url, WritesTheTwoCharactersThatDifferFromBase64) {
  expect_both_ways("\xfb\xff\xfe", "-__-");
}

TEST(Base64url, ReadsBackEveryPairOfBytes) {
  for (unsigned pair = 0; pair < 65'536; ++pair) {
    const std::vector<std::uint8_t> two = {static_cast<std::uint8_t>(pair >> 8), static_cast<std::uint8_t>(pair)};
    ASSERT_EQ(from_base64url(to_base64url(two)), two) << pair;
  }
}

TEST(Base64url, RefusesEverySecondTextForTheSameBytes) {
  for (const std::string_view text : {"Zh", "Zv", "Zm9", "Zm-", "Zg==", "Zm8=", "Zm9vYh"}) {
    EXPECT_FALSE(from_base64url(text)) << text;
  }
}

TEST(Base64url, RefusesALengthThatNoBytesHave) {
  for (const std::string_view text : {"Z", "A", "Zm9vY"}) EXPECT_FALSE(from_base64url(text)) << text;
}

TEST(Base64url, RefusesEveryOtherCharacter) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (int code = 0; code < 256; ++code) {
    const char c = static_cast<char>(code);
    EXPECT_EQ(from_base64url(std::string{'A', 'A', 'A', c}).has_value(), alphabet.find(c) != std::string::npos)
        << code;
  }
}

}  // namespace
}  // namespace sws
