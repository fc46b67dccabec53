#include "shared/token.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "shared/base64url.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

Secret secret() {
  Secret bytes;
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{7});
  return bytes;
}

StreamIdentity identity(std::string client_seed = "VvAI8ek5kVryHydHcMXorw") {
  StreamIdentity result{{}, 1'764'000'000'000, {-50, 50, 1000, 1000}, {}, std::move(client_seed)};
  std::iota(result.stream.begin(), result.stream.end(), std::uint8_t{1});
  std::iota(result.commitment.begin(), result.commitment.end(), std::uint8_t{100});
  return result;
}

// Signs any payload with the secret, as nobody but a server can.
std::string signed_token(const std::vector<std::uint8_t>& payload) {
  std::string message = "SimpleWebsocket/1 token:";
  message.append(payload.begin(), payload.end());
  const Digest signature = HmacSha256(secret())(message);
  std::vector<std::uint8_t> bytes = payload;
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return to_base64url(bytes);
}

std::vector<std::uint8_t> payload_of(const std::string& token) {
  const std::vector<std::uint8_t> bytes = from_base64url(token).value();
  return {bytes.begin(), bytes.end() - std::tuple_size_v<Digest>};
}

TEST(Token, IsReadBackAsItWas) {
  for (const std::size_t length : {1U, 2U, 3U, 22U, 63U, 64U}) {
    const StreamIdentity stream = identity(std::string(length, 's'));
    const auto decoded = decode_token(secret(), encode_token(secret(), stream));
    ASSERT_TRUE(decoded) << length;
    EXPECT_EQ(*decoded, stream);
  }
}

TEST(Token, KeepsEveryExtremeOfItsMembers) {
  for (const StreamParameters& parameters :
       {StreamParameters{INT32_MIN, INT32_MAX, 10, 1'000'000}, StreamParameters{INT32_MIN, INT32_MIN, 3'600'000, 1},
        StreamParameters{INT32_MAX, INT32_MAX, 256, 65'536}}) {
    for (const std::int64_t start_ms : {-kMaxStartMs, std::int64_t{-1}, std::int64_t{0}, kMaxStartMs}) {
      StreamIdentity stream = identity();
      stream.parameters = parameters;
      stream.start_ms = start_ms;
      const auto decoded = decode_token(secret(), encode_token(secret(), stream));
      ASSERT_TRUE(decoded) << start_ms;
      EXPECT_EQ(*decoded, stream);
    }
  }
}

TEST(Token, OfTheLongestSeedHasTheGreatestLength) {
  EXPECT_EQ(encode_token(secret(), identity(std::string(64, 's'))).size(), kMaxTokenLength);
}

TEST(Token, IsRefusedWithAnyCharacterChangedToAnyOther) {
  for (const std::size_t length : {1U, 2U, 3U}) {  // each length leaves another number of bits over at the end
    const std::string token = encode_token(secret(), identity(std::string(length, 's')));
    for (std::size_t at = 0; at < token.size(); ++at) {
      for (const char other : kAlphabet) {
        std::string altered = token;
        altered[at] = other;
        EXPECT_EQ(decode_token(secret(), altered).has_value(), other == token[at]) << at << other;
      }
    }
  }
}

TEST(Token, IsRefusedWithAnyBitFlipped) {
  const std::vector<std::uint8_t> bytes = from_base64url(encode_token(secret(), identity())).value();
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::vector<std::uint8_t> flipped = bytes;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ (1U << bit % 8));
    EXPECT_FALSE(decode_token(secret(), to_base64url(flipped))) << bit;
  }
}

TEST(Token, IsRefusedWhenCutOrLengthened) {
  const std::string token = encode_token(secret(), identity());
  for (std::size_t size = 0; size < token.size(); ++size) {
    EXPECT_FALSE(decode_token(secret(), token.substr(0, size))) << size;
    EXPECT_FALSE(decode_token(secret(), token.substr(token.size() - size))) << size;
  }
  for (const char* more : {"A", "AA", "=", "==", " ", "\n", "AAAA"}) {
    EXPECT_FALSE(decode_token(secret(), token + more)) << more;
    EXPECT_FALSE(decode_token(secret(), more + token)) << more;
  }
  EXPECT_FALSE(decode_token(secret(), token + std::string(1'000'000, 'A')));
}

TEST(Token, OfALengthThatNoTokenHasIsCalledNoToken) {
  const std::vector<std::uint8_t> payload = payload_of(encode_token(secret(), identity("s")));
  const std::vector<std::uint8_t> without_client_seed(payload.begin(), payload.end() - 1);
  for (const std::string& token : {signed_token(without_client_seed), std::string(kMaxTokenLength + 1, 'A'),
                                   encode_token(secret(), identity()) + std::string(1'000'000, 'A')}) {
    const auto decoded = decode_token(secret(), token);
    ASSERT_FALSE(decoded) << token.size();
    EXPECT_EQ(decoded.error(), "this is not a token of this protocol") << token.size();
  }
}

TEST(Token, IsRefusedInAnotherSpellingOfTheSameBytes) {
  const std::string token = encode_token(secret(), identity("s"));  // its 106 bytes leave four bits over at the end
  ASSERT_EQ(token.size() % 4, 2U);
  for (const char other : kAlphabet) {
    const std::string spelled = token.substr(0, token.size() - 1) + other;
    EXPECT_EQ(decode_token(secret(), spelled).has_value(), spelled == token) << other;
  }
  EXPECT_FALSE(decode_token(secret(), token + '='));
}

TEST(Token, OfAnotherSecretIsRefused) {
  Secret other = secret();
  other[31] = static_cast<std::uint8_t>(other[31] ^ 1);
  EXPECT_FALSE(decode_token(other, encode_token(secret(), identity())));
}

TEST(Token, SignedForAnotherPurposeIsRefused) {
  const std::vector<std::uint8_t> payload = payload_of(encode_token(secret(), identity()));
  std::vector<std::uint8_t> bytes = payload;
  const Digest bare = HmacSha256(secret())({reinterpret_cast<const char*>(payload.data()), payload.size()});
  bytes.insert(bytes.end(), bare.begin(), bare.end());
  EXPECT_FALSE(decode_token(secret(), to_base64url(bytes)));
  EXPECT_TRUE(decode_token(secret(), signed_token(payload)));
}

TEST(Token, OfAnotherVersionIsRefusedThoughItsSignatureIsRight) {
  std::vector<std::uint8_t> payload = payload_of(encode_token(secret(), identity()));
  for (const std::uint8_t version : std::vector<std::uint8_t>{0, 2, 255}) {
    payload[0] = version;
    const auto decoded = decode_token(secret(), signed_token(payload));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error(), "the token is of another version");
  }
}

TEST(Token, OfAStreamThatNoServerStartsIsRefusedThoughItsSignatureIsRight) {
  const auto refused = [](auto change) {
    StreamIdentity stream = identity();
    change(stream);
    EXPECT_FALSE(is_allowed(stream));
    return !decode_token(secret(), encode_token(secret(), stream));
  };
  EXPECT_TRUE(refused([](auto& s) { s.parameters.min = 51; }));
  EXPECT_TRUE(refused([](auto& s) { s.parameters.interval_ms = 9; }));
  EXPECT_TRUE(refused([](auto& s) { s.parameters.interval_ms = 3'600'001; }));
  EXPECT_TRUE(refused([](auto& s) { s.parameters.count = 0; }));
  EXPECT_TRUE(refused([](auto& s) { s.parameters.count = 1'000'001; }));
  EXPECT_TRUE(refused([](auto& s) { s.start_ms = kMaxStartMs + 1; }));
  EXPECT_TRUE(refused([](auto& s) { s.start_ms = -kMaxStartMs - 1; }));
  EXPECT_TRUE(refused([](auto& s) { s.client_seed = "a:b"; }));
  EXPECT_TRUE(refused([](auto& s) { s.client_seed = ""; }));
  EXPECT_TRUE(refused([](auto& s) { s.client_seed = std::string(65, 's'); }));
}

TEST(Token, SaysTheSameOfEveryWrongSignature) {
  const std::string token = encode_token(secret(), identity());
  for (const std::size_t at : {0U, 30U, 60U, 110U, 150U}) {  // version, times, commitment, seed, signature
    std::string altered = token;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    const auto decoded = decode_token(secret(), altered);
    ASSERT_FALSE(decoded) << at;
    EXPECT_EQ(decoded.error(), "the token's signature is wrong: it is altered, or of another cluster") << at;
  }
}

}  // namespace
}  // namespace sws
