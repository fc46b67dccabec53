// Compares SHA-256 and HMAC-SHA256 with OpenSSL's on random inputs. The generator has a fixed seed, so the inputs
// are the same every time.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <random>
#include <string>

#include "shared/hmac_sha256.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text(size, '\0');
  for (char& byte : text) byte = static_cast<char>(random());
  return text;
}

const std::uint8_t* bytes_of(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

TEST(Sha256, AgreesWithOpenSslOnRandomTextsCutAnyhow) {
  std::mt19937 random(2026);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random, random() % 1000);
    Digest expected;
    ASSERT_EQ(EVP_Digest(text.data(), text.size(), expected.data(), nullptr, EVP_sha256(), nullptr), 1);
    Sha256 hash;
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t taken = random() % 150 + 1;
      hash.update(rest.substr(0, taken));
      rest.remove_prefix(std::min(taken, rest.size()));
    }
    ASSERT_EQ(hash.finish(), expected) << round;
  }
}

TEST(HmacSha256, AgreesWithOpenSslOnRandomKeysAndTexts) {
  std::mt19937 random(2027);
  for (int round = 0; round < 20'000; ++round) {
    const std::string key = random_text(random, random() % 65), text = random_text(random, random() % 500);
    Digest expected;
    ASSERT_TRUE(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
                     expected.data(), nullptr));
    ASSERT_EQ(HmacSha256({bytes_of(key), key.size()})(text), expected) << round;
  }
}

}  // namespace
}  // namespace sws
