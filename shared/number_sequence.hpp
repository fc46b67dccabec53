// The numbers of a stream as the pure function they are: number n follows from the server's seed, the client's seed
// and n.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/hmac_sha256.hpp"
#include "shared/limits.hpp"

namespace sws {

// HMAC-SHA256(secret, "SimpleWebsocket/1 seed:" ‖ stream id as 32 lowercase hex digits)
Seed derive_server_seed(const Secret& secret, const StreamId& stream);

// The random words that number n is picked from: those of block 0, block 1, …, each read as four big-endian words.
// Block a is HMAC-SHA256(server_seed, client_seed ‖ ":" ‖ n ‖ ":" ‖ a).
class NumberWords {
 public:
  // `hmac` has the server seed for its key and must outlive this.
  NumberWords(const HmacSha256& hmac, std::string_view client_seed, std::uint32_t n);

  std::uint64_t operator()();

 private:
  const HmacSha256& hmac_;
  std::array<char, kMaxClientSeedLength + 1 + 10 + 1 + 10> message_;  // client seed ":" n ":" a
  std::size_t a_at_;                                                  // where a begins
  Digest block_;
  std::uint32_t taken_ = 0;  // words, of all blocks
};

class NumberSequence {
 public:
  // `client_seed`: 1 to 64 characters; min ≤ max.
  NumberSequence(const Seed& server_seed, std::string_view client_seed, std::int32_t min, std::int32_t max)
      : hmac_(server_seed),
        min_(min),
        max_(max),
        client_seed_size_(static_cast<std::uint8_t>(client_seed.copy(client_seed_.data(), client_seed_.size()))) {}

  std::int32_t at(std::uint32_t n) const;  // number n

 private:
  HmacSha256 hmac_;
  std::int32_t min_, max_;
  // Not a string, which a server with many sequences would have to fetch from elsewhere in memory.
  std::array<char, kMaxClientSeedLength> client_seed_;
  std::uint8_t client_seed_size_;
};

}  // namespace sws
