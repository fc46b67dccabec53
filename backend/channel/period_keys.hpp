// The keys of one period of a shared channel (shared/period_chain.hpp) on the server's side. The chain can only be
// computed downwards, so all 4096 steps come before the first key. It keeps every 64th key, which are 2 kB, and a
// block of 64 keys costs 64 steps more. A period is computed in portions, so that no tick takes long. One thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/period_chain.hpp"

namespace sws {

class PeriodKeys {
 public:
  static constexpr std::uint32_t kBlockNumbers = 64;
  using Block = std::array<Key, kBlockNumbers>;  // that of its first number first

  PeriodKeys(const Secret& secret, std::string_view channel, std::uint64_t period);

  std::uint64_t period() const { return period_; }
  bool is_complete() const { return height_ == 0; }

  // Goes on with the chain. With the processor's SHA extensions a step takes 0.1 µs, without them 0.6 µs.
  void compute(std::uint32_t steps = kPeriodNumbers);

  const Digest& root() const { return lowest_; }  // REQUIRES: is_complete()

  // The keys of the block to which number n belongs. REQUIRES: is_complete(), and n is of this period.
  Block block_of(std::uint64_t n) const;

 private:
  PeriodChain chain_;
  std::uint64_t period_;
  Key lowest_;                                               // the key at height_
  std::uint32_t height_ = kPeriodNumbers;                    // down to which the chain is computed
  std::array<Key, kPeriodNumbers / kBlockNumbers> topmost_;  // of each block
};

}  // namespace sws
