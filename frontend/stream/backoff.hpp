// How long a session waits before its next attempt to reconnect. The first attempt comes nearly at once, because
// other servers are there when one has gone. The attempts behind it are ever farther apart: exponential backoff
// with jitter, so that a million pages which lost their server together do not come back together again and again
// (backend/CAPACITY.md shows a simulation of it). A Backoff belongs to one session and keeps no clock; the session
// draws the random bits and measures the time.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sws {

class Backoff {
 public:
  using Milliseconds = std::chrono::milliseconds;

  struct Waits {
    Milliseconds first_shortest{50}, first_longest{250};
    Milliseconds shortest{500};  // nobody hammers a server that refuses at once
    Milliseconds first_ceiling{1000};
    Milliseconds longest{15'000};  // a viewer still believes that something happens
  };

  constexpr explicit Backoff(const Waits& waits) : waits_(waits), ceiling_(waits.first_ceiling) {}
  constexpr Backoff() : Backoff(Waits()) {}

  // Counts one more attempt and returns how long to wait before it: quick() before the first one, and as spread()
  // says before the others. `random` is 32 random bits.
  Milliseconds next(std::uint32_t random) {
    if (attempts_ > 0) return spread(random);
    ++attempts_;
    return quick(random);
  }

  // From first_shortest to first_longest. It counts no attempt.
  Milliseconds quick(std::uint32_t random) const {
    return between(waits_.first_shortest, waits_.first_longest, random);
  }

  // Counts one more attempt, even the first one, as one before which to wait for long, because the server has asked
  // everybody to come later: from `shortest` to a ceiling, which starts at first_ceiling and doubles each time, up
  // to `longest`.
  Milliseconds spread(std::uint32_t random) {
    ++attempts_;
    const Milliseconds ceiling = ceiling_;
    ceiling_ = std::min(waits_.longest, 2 * ceiling_);
    return between(waits_.shortest, ceiling, random);
  }

  // Attempts since the last reset().
  std::uint32_t attempts() const { return attempts_; }

  // The caller says that the connection works again.
  void reset() { *this = Backoff(waits_); }

 private:
  static Milliseconds between(Milliseconds shortest, Milliseconds longest, std::uint32_t random) {
    const auto choices = static_cast<std::uint64_t>((longest - shortest).count()) + 1;
    return shortest + Milliseconds(random * choices >> 32);
  }

  Waits waits_;
  Milliseconds ceiling_;
  std::uint32_t attempts_ = 0;
};

}  // namespace sws
