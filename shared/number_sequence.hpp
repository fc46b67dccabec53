// Computes the numbers of a stream. Number n is a pure function of the server's seed, the client's seed and n, so
// both sides compute it with this code and nothing is stored. PROTOCOL.md has the formulas. Calling one
// NumberSequence from several threads is safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/limits.hpp"

namespace sws {

// Returns HMAC-SHA256(secret, "SimpleWebsocket/1 seed:" ‖ stream id as 32 lowercase hex digits).
Seed derive_server_seed(const Secret& secret, const StreamId& stream);

// The random words from which number n is chosen. Each call returns the next one. The words are those of block 0,
// then of block 1, and so on; each block is read as four big-endian words, and block a is HMAC-SHA256(server_seed,
// client_seed ‖ ":" ‖ n ‖ ":" ‖ a).
class NumberWords {
 public:
  // `hmac` has the server seed as its key, and must outlive this object.
  NumberWords(const HmacSha256& hmac, std::string_view client_seed, std::uint32_t n);

  std::uint64_t operator()();

 private:
  const HmacSha256& hmac_;
  std::array<char, kMaxClientSeedLength + 1 + 10 + 1 + 10> message_;  // client seed ":" n ":" a
  std::size_t a_at_;                                                  // the place of a in message_
  Digest block_;
  std::uint32_t taken_ = 0;  // how many words were returned
};

class NumberSequence {
 public:
  // REQUIRES: is_client_seed(client_seed) and min ≤ max.
  NumberSequence(const Seed& server_seed, std::string_view client_seed, std::int32_t min, std::int32_t max)
      : hmac_(server_seed),
        min_(min),
        max_(max),
        client_seed_size_(static_cast<std::uint8_t>(client_seed.copy(client_seed_.data(), client_seed_.size()))) {}

  std::int32_t at(std::uint32_t n) const;  // number n

 private:
  HmacSha256 hmac_;
  std::int32_t min_, max_;
  // This is not a std::string, because the server has many sequences and a string's text is elsewhere in memory.
  std::array<char, kMaxClientSeedLength> client_seed_;
  std::uint8_t client_seed_size_;
};

}  // namespace sws
