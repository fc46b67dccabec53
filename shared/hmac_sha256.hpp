// HMAC-SHA256 (RFC 2104, FIPS 198-1). The key is taken in once; each message then costs only its own blocks.
#pragma once

#include <span>
#include <string_view>

#include "shared/sha256.hpp"

namespace sws {

class HmacSha256 {
 public:
  // `key`: at most 64 bytes, as every key of this protocol is.
  explicit HmacSha256(std::span<const std::uint8_t> key) {
    std::array<std::uint8_t, 64> inner_pad, outer_pad;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint8_t byte = i < key.size() ? key[i] : std::uint8_t{0};
      inner_pad[i] = byte ^ 0x36;
      outer_pad[i] = byte ^ 0x5c;
    }
    inner_.update(inner_pad);
    outer_.update(outer_pad);
  }

  Digest operator()(std::string_view message) const {
    Sha256 inner = inner_;
    const Digest digest = inner.update(message).finish();
    Sha256 outer = outer_;
    return outer.update(digest).finish();
  }

 private:
  Sha256 inner_, outer_;
};

}  // namespace sws
