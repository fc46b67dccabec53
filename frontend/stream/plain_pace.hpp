// When the numbers of a plain stream come. The plain protocol promises no interval and numbers nothing, so the page
// learns what is usual from the numbers that have come. From that it estimates when the next one is overdue, and
// how many a lost connection has cost. A StreamSession owns it. One thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "frontend/stream/moment.hpp"

namespace sws {

class PlainPace {
 public:
  static constexpr std::size_t kIntervals = 9;              // so many of the last intervals say what is usual
  static constexpr std::chrono::seconds kGrace{5};          // in addition to what is usual
  static constexpr std::chrono::minutes kFirstPatience{1};  // while nothing is known

  // A number came over the connection that was opened at `connected`.
  void arrived(Moment connected, Moment now);

  // The usual time from one number to the next: the median of the last intervals, which one long silence does not
  // change. None before two numbers have come over one connection.
  std::optional<Moment> usual() const;

  // How long after a number the next one is overdue: when a silence is longer than those that were seen.
  Moment patience() const;

  // About how many numbers could not come because there was no connection. None if nothing was lost, and 0 if
  // numbers may have been lost, but nothing is known of how many.
  std::optional<std::uint64_t> missing() const { return missing_; }

 private:
  std::array<Moment, kIntervals> intervals_{};  // a ring
  std::size_t seen_ = 0;                        // intervals in all
  std::optional<Moment> last_at_;
  bool is_unknown_ = false;  // whether something was lost before an interval was known
  std::optional<std::uint64_t> missing_;
};

}  // namespace sws
