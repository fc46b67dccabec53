// Limits a rate and allows a burst: after a rest, the events of one whole second may come at once; from then on
// they come at the given rate. The owner brings the time and the rate, so that a bucket reads no clock and a
// changed rate holds at once. Not safe from several threads.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sws {

class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Takes `tokens` tokens and returns true, or takes nothing and returns false if so many are not left. The bucket
  // holds `per_second` tokens at most and gains as many in a second.
  bool take(std::uint64_t per_second, Time now, std::uint64_t tokens = 1) {
    taken_ = taken_at(per_second, now);
    refilled_at_ = now;
    if (!has(per_second, now, tokens)) return false;
    taken_ += static_cast<double>(tokens);
    return true;
  }

  // Whether take() would return true. It takes nothing.
  bool has(std::uint64_t per_second, Time now, std::uint64_t tokens = 1) const {
    return taken_at(per_second, now) + static_cast<double>(tokens) <= static_cast<double>(per_second);
  }

 private:
  double taken_at(std::uint64_t per_second, Time now) const {
    const std::chrono::duration<double> passed = now - refilled_at_;
    return std::max(0.0, taken_ - passed.count() * static_cast<double>(per_second));
  }

  double taken_ = 0;
  Time refilled_at_;
};

}  // namespace sws
