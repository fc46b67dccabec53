#include "shared/uniform.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace sws {
namespace {

// Returns the given words in order and counts them.
struct Words {
  std::vector<std::uint64_t> words;
  std::size_t taken = 0;
  std::uint64_t operator()() { return words.at(taken++); }
};

std::int32_t mapped(std::int32_t min, std::int32_t max, Words& words) {
  return uniform(min, max, [&] { return words(); });
}

TEST(Uniform, TakesTheRemainderOfTheWord) {
  Words words{{0, 100, 101, 12345}};
  EXPECT_EQ(mapped(0, 100, words), 0);
  EXPECT_EQ(mapped(0, 100, words), 100);
  EXPECT_EQ(mapped(0, 100, words), 0);
  EXPECT_EQ(mapped(-10, 10, words), -10 + 12345 % 21);
}

TEST(Uniform, RejectsWordsOfTheIncompleteLastMultiple) {
  // 2^64 mod 101 = 79, so the 79 highest words must be rejected.
  Words words{{UINT64_MAX, UINT64_MAX - 78, UINT64_MAX - 79}};
  EXPECT_EQ(mapped(0, 100, words), 100);
  EXPECT_EQ(words.taken, 3U);
}

TEST(Uniform, RejectsNothingWhereTheRangeIsAPowerOfTwo) {
  Words words{{UINT64_MAX, UINT64_MAX, UINT64_MAX}};
  EXPECT_EQ(mapped(0, 127, words), 127);
  EXPECT_EQ(mapped(INT32_MIN, INT32_MAX, words), INT32_MAX);
  EXPECT_EQ(mapped(7, 7, words), 7);
}

}  // namespace
}  // namespace sws
