#include "frontend/page/short_digests.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(ShortDigests, KeepTheirFirstDigits) {
  const std::string digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  EXPECT_EQ(with_short_digests("its commitment " + digest + " is not " + digest),
            "its commitment 01234567… is not 01234567…");
  EXPECT_EQ(with_short_digests(digest), "01234567…");
}

TEST(ShortDigests, LeaveAllOtherWordsAndNumbersAsTheyAre) {
  for (const std::string text :
       {"", "a faded cafe", "number 17 is 101, but its key gives 12345678901234567890", "…x…"}) {
    EXPECT_EQ(with_short_digests(text), text);
  }
  EXPECT_EQ(with_short_digests(std::string(63, 'a')), std::string(63, 'a'));
  EXPECT_EQ(with_short_digests(std::string(65, 'a')), std::string(65, 'a'));
}

}  // namespace
}  // namespace sws
