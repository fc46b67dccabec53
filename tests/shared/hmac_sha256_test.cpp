#include "shared/hmac_sha256.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "shared/hex.hpp"

namespace sws {
namespace {

using Key = std::vector<std::uint8_t>;

std::string hmac(const Key& key, std::string_view message) {
  return to_hex(HmacSha256(key)(message));
}

// The examples of RFC 4231 §4.2 to §4.6. Those of §4.7 and §4.8 have keys longer than a block, which this protocol
// does not use.
TEST(HmacSha256, AgreesWithRfc4231) {
  EXPECT_EQ(hmac(Key(20, 0x0b), "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac({'J', 'e', 'f', 'e'}, "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(Key(20, 0xaa), std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  Key counted(25);
  std::iota(counted.begin(), counted.end(), std::uint8_t{1});
  EXPECT_EQ(hmac(counted, std::string(50, '\xcd')),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  EXPECT_EQ(hmac(Key(20, 0x0c), "Test With Truncation").substr(0, 32), "a3b6167473100ee06e0c796c2955552b");
}

// The expected value comes from Python's hmac.
TEST(HmacSha256, TakesAKeyOfAWholeBlock) {
  EXPECT_EQ(hmac(Key(64, 'k'), "message"), "890f3a16e0ca0aaa3bf180f70fa8e3970b3fd6505e98fde157988dcc19d1685c");
}

TEST(HmacSha256, IsTheSameForEachMessageHoweverManyCameBefore) {
  const HmacSha256 mac(Key(32, 1));
  const Digest first = mac("a");
  mac("b");
  EXPECT_EQ(mac("a"), first);
}

TEST(EqualInConstantTime, IsTrueOnlyForTheSameBytes) {
  Digest a;
  std::iota(a.begin(), a.end(), std::uint8_t{0});
  EXPECT_TRUE(equal_in_constant_time(a, Digest(a)));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Digest b = a;
      b[i] = static_cast<std::uint8_t>(b[i] ^ (1U << bit));
      EXPECT_FALSE(equal_in_constant_time(a, b)) << i << ' ' << bit;
    }
  }
}

TEST(EqualInConstantTime, LetsNoDifferenceUndoAnother) {
  const Key a = {0, 0, 0, 0}, b = {1, 1, 0, 0}, c = {0xff, 0, 0, 0xff};
  EXPECT_FALSE(equal_in_constant_time(a, b));
  EXPECT_FALSE(equal_in_constant_time(a, c));
}

TEST(EqualInConstantTime, IsFalseForOtherLengthsAndTrueForNothing) {
  EXPECT_FALSE(equal_in_constant_time(Key{1, 2}, Key{1, 2, 3}));
  EXPECT_FALSE(equal_in_constant_time(Key{}, Key{0}));
  EXPECT_TRUE(equal_in_constant_time(Key{}, Key{}));
}

}  // namespace
}  // namespace sws
