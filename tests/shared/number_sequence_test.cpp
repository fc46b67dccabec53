// Properties of NumberSequence that the golden vectors (golden_test.cpp) do not show.
#include "shared/number_sequence.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "shared/uniform.hpp"

namespace sws {
namespace {

Seed seed() {
  return derive_server_seed(Secret{1, 2, 3}, StreamId{4, 5, 6});
}

TEST(NumberSequence, StaysInItsRangeAndReachesAllOfIt) {
  const NumberSequence sequence(seed(), "seed", 0, 100);
  std::vector<int> seen(101);
  for (std::uint32_t n = 0; n < 10'000; ++n) ++seen.at(static_cast<std::size_t>(sequence.at(n)));
  for (const int times : seen) EXPECT_GT(times, 0);
}

TEST(NumberSequence, OfOneValueYieldsThatValueAlone) {
  for (const std::int32_t value : {INT32_MIN, -1, 0, 7, INT32_MAX}) {
    const NumberSequence sequence(seed(), "seed", value, value);
    for (std::uint32_t n = 0; n < 100; ++n) EXPECT_EQ(sequence.at(n), value) << n;
  }
}

TEST(NumberSequence, IsTheSameInAnyOrderOfCalls) {
  const NumberSequence sequence(seed(), "seed", INT32_MIN, INT32_MAX);
  std::vector<std::int32_t> forward;
  for (std::uint32_t n = 0; n < 100; ++n) forward.push_back(sequence.at(n));
  for (std::uint32_t n = 100; n-- > 0;) EXPECT_EQ(sequence.at(n), forward[n]) << n;
}

TEST(NumberSequence, PicksTheFirstWordThatIsNotRejected) {
  const HmacSha256 hmac(seed());
  EXPECT_EQ(NumberSequence(seed(), "s", -7, 7).at(9), uniform(-7, 7, NumberWords(hmac, "s", 9)));
}

TEST(NumberSequence, DependsOnEachOfItsSeeds) {
  std::set<std::int32_t> first;
  first.insert(NumberSequence(seed(), "a", INT32_MIN, INT32_MAX).at(0));
  first.insert(NumberSequence(seed(), "b", INT32_MIN, INT32_MAX).at(0));
  first.insert(NumberSequence(Seed{}, "a", INT32_MIN, INT32_MAX).at(0));
  EXPECT_EQ(first.size(), 3U);
}

TEST(NumberSequence, HasRoomForTheLongestSeedAndTheLastNumber) {
  const HmacSha256 hmac(seed());
  const std::string longest(kMaxClientSeedLength, 'x');
  NumberWords words(hmac, longest, UINT32_MAX);
  const Digest block = hmac(longest + ":4294967295:0");
  EXPECT_EQ(words() >> 56, block[0]);
}

TEST(DeriveServerSeed, DiffersForEachStreamAndSecret) {
  EXPECT_NE(derive_server_seed(Secret{}, StreamId{}), derive_server_seed(Secret{}, StreamId{1}));
  EXPECT_NE(derive_server_seed(Secret{}, StreamId{}), derive_server_seed(Secret{1}, StreamId{}));
}

}  // namespace
}  // namespace sws
