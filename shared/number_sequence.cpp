#include "shared/number_sequence.hpp"

#include <charconv>

#include "shared/hex.hpp"
#include "shared/uniform.hpp"

namespace sws {

Seed derive_server_seed(const Secret& secret, const StreamId& stream) {
  return HmacSha256(secret)("SimpleWebsocket/1 seed:" + to_hex(stream));
}

NumberWords::NumberWords(const HmacSha256& hmac, std::string_view client_seed, std::uint32_t n) : hmac_(hmac) {
  char* const end = message_.data() + message_.size();
  char* at = message_.data() + client_seed.copy(message_.data(), kMaxClientSeedLength);
  *at++ = ':';
  at = std::to_chars(at, end, n).ptr;
  *at++ = ':';
  a_at_ = static_cast<std::size_t>(at - message_.data());
}

std::uint64_t NumberWords::operator()() {
  if (taken_ % 4 == 0) {
    char* const a = message_.data() + a_at_;
    const char* const end = std::to_chars(a, message_.data() + message_.size(), taken_ / 4).ptr;
    block_ = hmac_({message_.data(), static_cast<std::size_t>(end - message_.data())});
  }
  std::uint64_t word = 0;
  const std::size_t first = std::size_t{taken_ % 4} * 8;
  for (std::size_t i = 0; i < 8; ++i) word = word << 8 | block_[first + i];
  ++taken_;
  return word;
}

std::int32_t NumberSequence::at(std::uint32_t n) const {
  return uniform(min_, max_, NumberWords(hmac_, {client_seed_.data(), client_seed_size_}, n));
}

}  // namespace sws
