#include "backend/process/entropy.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace sws {
namespace {

constexpr std::size_t kWords = 1'000;  // more than are taken from the system at once

std::vector<std::uint64_t> words() {
  std::vector<std::uint64_t> words(kWords);
  for (std::uint64_t& word : words) word = random_word();
  return words;
}

TEST(RandomWord, NoWordComesTwiceInOneThreadOrInTwo) {
  std::vector<std::uint64_t> others;
  std::thread other([&] { others = words(); });
  const std::vector<std::uint64_t> own = words();
  other.join();
  std::set<std::uint64_t> all(own.begin(), own.end());
  all.insert(others.begin(), others.end());
  EXPECT_EQ(all.size(), 2 * kWords);
}

TEST(RandomWord, EachBitIsAsOftenSetAsNot) {
  std::vector<int> set(64);
  for (const std::uint64_t word : words()) {
    for (std::size_t bit = 0; bit < set.size(); ++bit) set[bit] += static_cast<int>(word >> bit & 1);
  }
  for (const int times : set) EXPECT_NEAR(times, kWords / 2, 120);  // 7.6 standard deviations
}

}  // namespace
}  // namespace sws
