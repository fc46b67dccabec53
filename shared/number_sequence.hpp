// The numbers of a stream as the pure function they are: number n follows from the server's seed, the client's seed
// and n.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {

// HMAC-SHA256(secret, "SimpleWebsocket/1 seed:" ‖ stream id as 32 lowercase hex digits)
Seed derive_server_seed(const Secret& secret, const StreamId& stream);

class NumberSequence {
 public:
  // `client_seed`: 1 to 64 characters; min ≤ max.
  NumberSequence(const Seed& server_seed, std::string_view client_seed, std::int32_t min, std::int32_t max)
      : hmac_(server_seed), client_seed_(client_seed), min_(min), max_(max) {}

  // Number n. Block a of it is HMAC-SHA256(server_seed, client_seed ‖ ":" ‖ n ‖ ":" ‖ a), read as four big-endian
  // words.
  std::int32_t at(std::uint32_t n) const;

 private:
  HmacSha256 hmac_;
  std::string client_seed_;
  std::int32_t min_, max_;
};

}  // namespace sws
