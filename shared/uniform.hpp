// An unbiased number of a range from random 64-bit words. std::uniform_int_distribution is not used: standard
// libraries disagree on what it yields, and server and page must agree.
#pragma once

#include <cstdint>

namespace sws {

// Returns a number from min to max (min ≤ max), both included, each equally likely. `next_word()` yields the next
// random 64-bit word; words in the incomplete last multiple of the range would favour some numbers and are
// rejected.
template <class NextWord>
std::int32_t uniform(std::int32_t min, std::int32_t max, NextWord next_word) {
  const std::uint64_t range = static_cast<std::uint64_t>(std::int64_t{max} - min) + 1;
  const std::uint64_t excess = (UINT64_MAX % range + 1) % range;  // 2^64 mod range
  const std::uint64_t last = UINT64_MAX - excess;                 // ⌊2^64 / range⌋ × range − 1
  std::uint64_t word = next_word();
  while (word > last) word = next_word();
  return static_cast<std::int32_t>(min + static_cast<std::int64_t>(word % range));
}

}  // namespace sws
