#include "shared/base64url.hpp"

#include <gtest/gtest.h>

#include <random>
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

Bytes32 random_bytes32(std::mt19937& random) {
  Bytes32 bytes;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return bytes;
}

std::string written(const Bytes32& bytes) {
  std::string text(kBase64urlOf32Bytes, '?');
  EXPECT_EQ(write_base64url(bytes, text.data()), text.data() + text.size());
  return text;
}

TEST(Base64urlOf32Bytes, IsTheSameTextAsOfAnyBytes) {
  std::mt19937 random(2026);
  for (int round = 0; round < 1000; ++round) {
    const Bytes32 bytes = random_bytes32(random);
    ASSERT_EQ(written(bytes), to_base64url(bytes));
    ASSERT_TRUE(is_base64url_of_32_bytes(written(bytes)));
    ASSERT_EQ(bytes32_from_base64url(written(bytes)), bytes);
  }
}

TEST(Base64urlOf32Bytes, RefusesEveryOtherLength) {
  for (std::size_t length = 0; length < 100; ++length) {
    EXPECT_EQ(is_base64url_of_32_bytes(std::string(length, 'A')), length == kBase64urlOf32Bytes) << length;
  }
}

TEST(Base64urlOf32Bytes, RefusesWhateverIsNotBase64urlOfItsBytes) {
  const std::string right = written(Bytes32{});
  for (std::size_t at = 0; at < right.size(); ++at) {
    for (int code = 0; code < 256; ++code) {
      std::string text = right;
      text[at] = static_cast<char>(code);
      ASSERT_EQ(is_base64url_of_32_bytes(text), from_base64url(text).has_value()) << at << ' ' << code;
    }
  }
  EXPECT_FALSE(is_base64url_of_32_bytes(std::string(42, 'A') + 'B'));  // the bits left over are not zero
}

}  // namespace
}  // namespace sws
