#include "backend/channel/period_keys.hpp"

namespace sws {

PeriodKeys::PeriodKeys(const Secret& secret, std::string_view channel, std::uint64_t period)
    : chain_(channel, period), period_(period), lowest_(topmost_key(secret, channel, period)) {
  topmost_.back() = lowest_;
}

void PeriodKeys::compute(std::uint32_t steps) {
  for (; steps > 0 && height_ > 0; --steps) {
    lowest_ = chain_.below(--height_, lowest_);
    if (height_ > 0 && height_ % kBlockNumbers == 0) topmost_[height_ / kBlockNumbers - 1] = lowest_;
  }
}

PeriodKeys::Block PeriodKeys::block_of(std::uint64_t n) const {
  const std::uint32_t block = (height_of(n) - 1) / kBlockNumbers;
  Block keys;
  keys.back() = topmost_[block];
  PeriodChain chain = chain_;
  for (std::uint32_t i = kBlockNumbers; --i > 0;) keys[i - 1] = chain.below(block * kBlockNumbers + i, keys[i]);
  return keys;
}

}  // namespace sws
