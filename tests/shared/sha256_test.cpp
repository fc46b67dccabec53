#include "shared/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/hex.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

// FIPS 180-2 appendix B and the NIST example of one million characters.
TEST(Sha256, AgreesWithNist) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameHoweverTheTextIsCut) {
  const std::string text(200, 'x');
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    EXPECT_EQ(Sha256().update(text.substr(0, cut)).update(text.substr(cut)).finish(), sha256(text)) << cut;
  }
}

// RFC 4231 §4.2, §4.3, §4.4.
TEST(HmacSha256, AgreesWithRfc4231) {
  const std::array<std::uint8_t, 20> key1 = [] {
    std::array<std::uint8_t, 20> key;
    key.fill(0x0b);
    return key;
  }();
  EXPECT_EQ(to_hex(HmacSha256(key1)("Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const std::array<std::uint8_t, 4> key2 = {'J', 'e', 'f', 'e'};
  EXPECT_EQ(to_hex(HmacSha256(key2)("what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const std::array<std::uint8_t, 20> key3 = [] {
    std::array<std::uint8_t, 20> key;
    key.fill(0xaa);
    return key;
  }();
  EXPECT_EQ(to_hex(HmacSha256(key3)(std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
}

}  // namespace
}  // namespace sws
