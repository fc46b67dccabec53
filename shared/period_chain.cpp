#include "shared/period_chain.hpp"

#include <algorithm>
#include <cstring>
#include <string>

#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

constexpr std::uint8_t kPurpose = 0x03;

// The message is 0x03 ‖ the first half of the hash of the channel's name ‖ period ‖ height ‖ the key above.
constexpr std::size_t kChannelSize = 16;
constexpr std::size_t kPeriodAt = 1 + kChannelSize;
constexpr std::size_t kPeriodHeightAt = kPeriodAt + sizeof(std::uint64_t);
constexpr std::size_t kPeriodKeyAt = kPeriodHeightAt + sizeof(std::uint16_t);
constexpr std::size_t kPeriodMessageSize = kPeriodKeyAt + sizeof(Key);
static_assert(kPeriodMessageSize < sizeof(Sha256::Block), "the second block has nothing but padding");

}  // namespace

Key topmost_key(const Secret& secret, std::string_view channel, std::uint64_t period) {
  return HmacSha256(secret)("SimpleWebsocket/1 shared:" + std::string(channel) + ':' + std::to_string(period));
}

PeriodChain::PeriodChain(std::string_view channel, std::uint64_t period) : message_{} {
  auto& [first, second] = message_;
  first[0] = kPurpose;
  const Digest name = sha256(channel);
  std::copy_n(name.begin(), kChannelSize, first.begin() + 1);
  for (std::size_t i = 0; i < sizeof period; ++i) {
    first[kPeriodAt + i] = static_cast<std::uint8_t>(period >> (56 - 8 * i));
  }
  first[kPeriodMessageSize] = 0x80;  // the padding: FIPS 180-4 §5.1.1
  second[62] = static_cast<std::uint8_t>(kPeriodMessageSize * 8 >> 8);
  second[63] = static_cast<std::uint8_t>(kPeriodMessageSize * 8);
}

Key PeriodChain::below(std::uint32_t height, const Key& above) {
  Sha256::Block& first = message_[0];
  first[kPeriodHeightAt] = static_cast<std::uint8_t>(height >> 8);
  first[kPeriodHeightAt + 1] = static_cast<std::uint8_t>(height);
  std::memcpy(first.data() + kPeriodKeyAt, above.data(), above.size());
  return sha256_of_padded_message(message_);
}

Key PeriodChain::descend(Key key, std::uint32_t from, std::uint32_t to) {
  while (from > to) key = below(--from, key);
  return key;
}

}  // namespace sws
