// How long a session waits before its next attempt to reconnect: exponential backoff with full jitter, so that a
// thousand pages which lost their server together do not all come back at once. A Backoff belongs to one session
// and keeps no clock; the session draws the random bits and measures the time.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sws {

class Backoff {
 public:
  static constexpr std::chrono::milliseconds kShortest{500};  // nobody hammers a server that refuses at once
  static constexpr std::chrono::milliseconds kFirstCeiling{1000};
  static constexpr std::chrono::milliseconds kLongest{15'000};  // a viewer still believes that something happens

  // Counts one more attempt and returns how long to wait before it: uniform from kShortest to a ceiling, which
  // starts at kFirstCeiling and doubles with each attempt, up to kLongest. `random` is 32 random bits.
  std::chrono::milliseconds next(std::uint32_t random) {
    const auto choices = static_cast<std::uint64_t>((ceiling_ - kShortest).count()) + 1;
    ceiling_ = std::min(kLongest, 2 * ceiling_);
    ++attempts_;
    return kShortest + std::chrono::milliseconds(random * choices >> 32);
  }

  // Attempts since the last reset().
  std::uint32_t attempts() const { return attempts_; }

  // The caller says that the connection works again.
  void reset() { *this = Backoff(); }

 private:
  std::uint32_t attempts_ = 0;
  std::chrono::milliseconds ceiling_ = kFirstCeiling;
};

}  // namespace sws
