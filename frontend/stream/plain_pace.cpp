#include "frontend/stream/plain_pace.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace sws {

void PlainPace::arrived(Moment connected, Moment now) {
  const auto before = std::exchange(last_at_, now);
  if (!before) return;
  const Moment passed = now - *before;
  if (connected <= *before) {
    intervals_[seen_++ % kIntervals] = passed;
    return;
  }
  const Moment interval = usual().value_or(Moment(0));
  is_unknown_ = is_unknown_ || interval <= Moment(0);
  // The one that has come is not missing. A connection that was lost has cost one number at least, for all we know.
  const std::int64_t lost = is_unknown_ ? 0 : std::max<std::int64_t>((passed + interval / 2) / interval - 1, 1);
  missing_ = is_unknown_ ? 0 : missing_.value_or(0) + static_cast<std::uint64_t>(lost);
}

std::optional<Moment> PlainPace::usual() const {
  const std::span known(intervals_.data(), std::min(seen_, kIntervals));
  for (const Moment interval : known) {
    const auto shorter = std::count_if(known.begin(), known.end(), [&](Moment other) { return other < interval; });
    const auto equal = std::count(known.begin(), known.end(), interval);
    const auto middle = static_cast<std::ptrdiff_t>(known.size() / 2);
    if (shorter <= middle && middle < shorter + equal) return interval;
  }
  return std::nullopt;
}

Moment PlainPace::patience() const {
  const auto interval = usual();
  if (!interval) return kFirstPatience;
  return std::max(3 * *interval, 2 * *std::max_element(intervals_.begin(), intervals_.end())) + kGrace;
}

}  // namespace sws
