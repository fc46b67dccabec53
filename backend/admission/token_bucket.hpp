// A rate with a burst: events of one second may come at once, then as many a second as the rate says. Pure: time
// comes from outside.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sws {

class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Takes a token, of which there are `per_second` and not more. False: none is left, and nothing is taken.
  bool take(std::uint32_t per_second, Time now) {
    const std::chrono::duration<float> passed = now - refilled_at_;
    taken_ = std::max(0.0F, taken_ - passed.count() * static_cast<float>(per_second));
    refilled_at_ = now;
    if (taken_ + 1 > static_cast<float>(per_second)) return false;
    taken_ += 1;
    return true;
  }

 private:
  float taken_ = 0;
  Time refilled_at_;
};

}  // namespace sws
