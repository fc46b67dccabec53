#include "shared/number_sequence.hpp"

#include <array>
#include <charconv>

#include "shared/hex.hpp"
#include "shared/limits.hpp"
#include "shared/uniform.hpp"

namespace sws {

Seed derive_server_seed(const Secret& secret, const StreamId& stream) {
  return HmacSha256(secret)("SimpleWebsocket/1 seed:" + to_hex(stream));
}

std::int32_t NumberSequence::at(std::uint32_t n) const {
  std::array<char, kMaxClientSeedLength + 1 + 10 + 1 + 10> message;  // seed ":" n ":" a
  char* const end = message.data() + message.size();
  char* at = message.data() + client_seed_.copy(message.data(), kMaxClientSeedLength);
  *at++ = ':';
  at = std::to_chars(at, end - 1 - 10, n).ptr;
  *at++ = ':';
  Digest block;
  std::uint32_t word = 0;  // counted over all blocks, four a block
  return uniform(min_, max_, [&] {
    if (word % 4 == 0) {
      const char* stop = std::to_chars(at, end, word / 4).ptr;
      block = hmac_({message.data(), static_cast<std::size_t>(stop - message.data())});
    }
    std::uint64_t value = 0;
    const std::size_t first = std::size_t{word % 4} * 8;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | block[first + i];
    ++word;
    return value;
  });
}

}  // namespace sws
