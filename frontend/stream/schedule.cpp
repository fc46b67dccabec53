#include "frontend/stream/schedule.hpp"

#include <algorithm>

namespace sws {

void Schedule::begin(std::uint64_t n, Moment earliest, std::chrono::milliseconds interval) {
  if (has_begun()) return;
  first_ = n;
  earliest_ = earliest;
  interval_ = interval;
}

// A moment has room for 292,000 years, and an interval is an hour at most.
Moment Schedule::due(std::uint64_t n) const {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 31;
  return earliest_ + static_cast<std::int64_t>(std::min(n - std::min(n, first_), kMost)) * interval_;
}

void Schedule::take(std::uint64_t n, bool alone, Moment now) {
  if (!has_begun() || n < first_) return;
  Moment late = now - due(n);
  if (has_pace_ && late < pace_) {
    earliest_ -= pace_ - late;
    late = pace_;
  } else if (!has_pace_ && alone) {
    has_pace_ = true;
    pace_ = std::min(late, Moment(0));
  }
  if (-late > ahead_ + kTolerance) ahead_ = -late;
}

}  // namespace sws
