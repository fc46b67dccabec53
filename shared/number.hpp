// Derives a number of a stream from the key that proves it, the client's seed and its place. Both sides use this
// code. PROTOCOL.md has the formulas. Pure functions, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/limits.hpp"

namespace sws {

// The random words from which number n is chosen. Each call returns the next one. The words are those of block 0,
// then of block 1, and so on; each block is read as four big-endian words, and block a is HMAC-SHA256(key,
// client_seed ‖ ":" ‖ n ‖ ":" ‖ a).
class NumberWords {
 public:
  // `hmac` has the key, and must outlive this object. REQUIRES: `client_seed` has at most kMaxClientSeedLength
  // characters.
  NumberWords(const HmacSha256& hmac, std::string_view client_seed, std::uint64_t n);

  std::uint64_t operator()();

 private:
  const HmacSha256& hmac_;
  std::array<char, kMaxClientSeedLength + 1 + 20 + 1 + 10> message_;  // client seed ":" n ":" a
  std::size_t a_at_;                                                  // the place of a in message_
  Digest block_;
  std::uint32_t taken_ = 0;  // how many words were returned
};

// The choices that determine the numbers of a stream, beside the keys.
struct NumberChoice {
  std::string_view client_seed;  // is_client_seed()
  std::int32_t min, max;         // min ≤ max
};

std::int32_t number_of(const Key& key, const NumberChoice& choice, std::uint64_t n);

}  // namespace sws
