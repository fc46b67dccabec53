// The keys that prove the numbers of a channel of source `shared`. Number n counts intervals since the Unix epoch,
// and each period of 4096 numbers has a chain of hashes: from its topmost key, which every server that has the
// secret derives by itself, down to its root. The root is announced at least one whole period before the numbers.
// Number n comes with its key, which lies one step higher than the key of number n - 1. PROTOCOL.md has the
// formulas.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/limits.hpp"
#include "shared/sha256.hpp"

namespace sws {

inline constexpr std::string_view kSharedSeed = "shared";  // stands for the client's seed in every number

constexpr std::uint64_t period_of(std::uint64_t n) {
  return n / kPeriodNumbers;
}
constexpr std::uint64_t first_of_period(std::uint64_t period) {
  return period * kPeriodNumbers;
}

// At which height of its period's chain the key of number n is: 1 to 4096. The root is at height 0.
constexpr std::uint32_t height_of(std::uint64_t n) {
  return static_cast<std::uint32_t>(n % kPeriodNumbers) + 1;
}

// Returns HMAC-SHA256(secret, "SimpleWebsocket/1 shared:" ‖ channel ‖ ":" ‖ decimal(period)): the key at height
// 4096.
Key topmost_key(const Secret& secret, std::string_view channel, std::uint64_t period);

// The chain of one period, downwards. A step compresses two blocks. One thread.
class PeriodChain {
 public:
  PeriodChain(std::string_view channel, std::uint64_t period);

  Key below(std::uint32_t height, const Key& above);           // the key at `height`, from the one at height + 1
  Key descend(Key key, std::uint32_t from, std::uint32_t to);  // the key at height `to`, from that at `from` ≥ `to`

 private:
  std::array<Sha256::Block, 2> message_;  // what is hashed, with its padding; the height and the key in it change
};

}  // namespace sws
