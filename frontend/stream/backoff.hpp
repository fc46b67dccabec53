// How long to wait before the next attempt to reconnect: exponential with full jitter, so that the thousand pages
// which lost a server together do not come back together.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sws {

class Backoff {
 public:
  static constexpr std::chrono::milliseconds kShortest{500};    // nobody hammers a server that refuses at once
  static constexpr std::chrono::milliseconds kLongest{15'000};  // a viewer still believes that something happens

  // Uniform from kShortest to a ceiling of 1 s that doubles with each attempt, up to kLongest. `random`: 32 random
  // bits.
  std::chrono::milliseconds next(std::uint32_t random) {
    const auto ceiling = std::min(kLongest, kShortest * (std::int64_t{2} << std::min(attempts_, 5u)));
    ++attempts_;
    const auto choices = static_cast<std::uint64_t>((ceiling - kShortest).count()) + 1;
    return kShortest + std::chrono::milliseconds(random * choices >> 32);
  }

  std::uint32_t attempts() const { return attempts_; }  // since the last reset
  void reset() { attempts_ = 0; }                       // the connection has proved itself

 private:
  std::uint32_t attempts_ = 0;
};

}  // namespace sws
