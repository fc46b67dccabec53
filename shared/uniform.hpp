// Chooses an unbiased number of a range from random 64-bit words. std::uniform_int_distribution would not do: its
// results differ between standard libraries, and the server and the page must agree.
#pragma once

#include <cstdint>

namespace sws {

// Returns a number from `min` to `max`, both included, each equally likely. `next_word()` returns the next random
// 64-bit word. Words in the incomplete last multiple of the range would favour some numbers, so they are rejected.
// REQUIRES: min ≤ max.
template <class NextWord>
std::int32_t uniform(std::int32_t min, std::int32_t max, NextWord next_word) {
  const std::uint64_t range = static_cast<std::uint64_t>(std::int64_t{max} - min) + 1;
  std::uint64_t word = next_word();
  if (word > UINT64_MAX - range) {                                  // rare, so that most numbers cost one division
    const std::uint64_t excess = (UINT64_MAX % range + 1) % range;  // 2^64 mod range
    const std::uint64_t last = UINT64_MAX - excess;                 // ⌊2^64 / range⌋ × range − 1
    while (word > last) word = next_word();
  }
  return static_cast<std::int32_t>(min + static_cast<std::int64_t>(word % range));
}

}  // namespace sws
