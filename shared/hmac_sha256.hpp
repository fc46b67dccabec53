// HMAC-SHA256 (RFC 2104, FIPS 198-1). An object absorbs its key once and keeps 64 bytes of state. Each message then
// costs the hash of its own blocks and one block more. Calling one object from several threads is safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/sha256.hpp"

namespace sws {

class HmacSha256 {
 public:
  // REQUIRES: `key` has at most 64 bytes, as every key of this protocol has.
  explicit HmacSha256(std::span<const std::uint8_t> key)
      : inner_(state_after(key, 0x36)), outer_(state_after(key, 0x5c)) {}

  Digest operator()(std::string_view message) const {
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
    const Digest inner = bytes.size() <= kMaxShortRest ? sha256_of_short_rest(inner_, 1, bytes)
                                                       : Sha256(inner_, 1).update(bytes).finish();
    return sha256_of_short_rest(outer_, 1, inner);
  }

 private:
  static Sha256::State state_after(std::span<const std::uint8_t> key, std::uint8_t pad) {
    Sha256::Block block;
    block.fill(pad);
    for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= key[i];
    Sha256::State state = Sha256::kInitialState;
    Sha256::compress(state, block);
    return state;
  }

  Sha256::State inner_, outer_;
};

// Compares two signatures in a time that does not depend on where they differ.
inline bool equal_in_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace sws
