#include "backend/channel/random_sequence.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

class RandomSequenceTest : public testing::Test {
 protected:
  RandomSequence sequence_{KeyChain(Seed{1, 2, 3}, StreamId{4, 5, 6}), "seed", -5, 1'000'000};
};

TEST_F(RandomSequenceTest, ARunHasTheNumbersAndTheLastKeyOfEachSegment) {
  for (std::uint32_t first = 0; first < 40; ++first) {
    for (std::uint32_t count = 1; count < 40; ++count) {
      const Numbers run = sequence_.run(first, count);
      Numbers expected{first, {}, {}};
      for (std::uint32_t n = first; n < first + count; ++n) {
        const auto [number, key] = sequence_.at(n);
        if (n > first && n % kSegmentNumbers != 0) expected.keys.pop_back();
        expected.messages.push_back(number);
        expected.keys.push_back(key);
      }
      EXPECT_EQ(run, expected) << first << ' ' << count;
    }
  }
}

TEST_F(RandomSequenceTest, NumbersDoNotDependOnWhichWereComputedBefore) {
  const auto later = sequence_.at(999'999).number;
  const auto earlier = sequence_.at(5).number;
  EXPECT_EQ(sequence_.at(5).number, earlier);
  EXPECT_EQ(sequence_.at(999'999).number, later);
}

}  // namespace
}  // namespace sws
