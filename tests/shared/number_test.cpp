// Properties of the numbers that the golden vectors (golden_test.cpp) do not show.
#include "shared/number.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "shared/key_chain.hpp"
#include "shared/uniform.hpp"

namespace sws {
namespace {

constexpr Key kKey = {1, 2, 3};

TEST(NumberOf, StaysInItsRangeAndReachesAllOfIt) {
  KeyChain chain(Seed{1}, StreamId{2});
  std::vector<int> seen(101);
  for (std::uint32_t n = 0; n < 10'000; ++n) {
    ++seen.at(static_cast<std::size_t>(number_of(chain.key_of(n), {"seed", 0, 100}, n)));
  }
  for (const int times : seen) EXPECT_GT(times, 0);
}

TEST(NumberOf, ARangeOfOneValueIsThatValue) {
  for (const std::int32_t value : {INT32_MIN, -1, 0, 7, INT32_MAX}) {
    for (std::uint32_t n = 0; n < 100; ++n) EXPECT_EQ(number_of(kKey, {"seed", value, value}, n), value) << n;
  }
}

TEST(NumberOf, IsTheFirstWordThatIsNotRejected) {
  const HmacSha256 hmac(kKey);
  EXPECT_EQ(number_of(kKey, {"s", -7, 7}, 9), uniform(-7, 7, NumberWords(hmac, "s", 9)));
}

TEST(NumberOf, DependsOnItsKeyItsSeedAndItsPlace) {
  std::set<std::int32_t> numbers;
  numbers.insert(number_of(kKey, {"a", INT32_MIN, INT32_MAX}, 0));
  numbers.insert(number_of(kKey, {"b", INT32_MIN, INT32_MAX}, 0));
  numbers.insert(number_of(kKey, {"a", INT32_MIN, INT32_MAX}, 1));
  numbers.insert(number_of(Key{}, {"a", INT32_MIN, INT32_MAX}, 0));
  EXPECT_EQ(numbers.size(), 4U);
}

TEST(NumberWords, HasRoomForTheLongestSeedAndTheLastNumber) {
  const HmacSha256 hmac(kKey);
  const std::string longest(kMaxClientSeedLength, 'x');
  NumberWords words(hmac, longest, UINT32_MAX);
  const Digest block = hmac(longest + ":4294967295:0");
  EXPECT_EQ(words() >> 56, block[0]);
}

}  // namespace
}  // namespace sws
