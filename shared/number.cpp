#include "shared/number.hpp"

#include <charconv>

#include "shared/uniform.hpp"

namespace sws {

NumberWords::NumberWords(const HmacSha256& hmac, std::string_view client_seed, std::uint64_t n) : hmac_(hmac) {
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

std::int32_t number_of(const Key& key, const NumberChoice& choice, std::uint64_t n) {
  const HmacSha256 hmac(key);
  return uniform(choice.min, choice.max, NumberWords(hmac, choice.client_seed, n));
}

}  // namespace sws
