#include "tests/bench/million/viewer_table.hpp"

#include <algorithm>
#include <cstdlib>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {

void ViewerTable::served(int fd, std::uint32_t now_ms, bool is_measured) {
  Viewer& viewer = at(fd);
  if (viewer.numbers == 0) viewer.first_ms = now_ms;
  if (viewer.numbers > 0 && is_measured) {
    const std::int64_t gap = std::int64_t{now_ms} - viewer.last_ms;
    jitter_.record(std::abs(gap - interval_ms_) * kMillisecond);
    late_ += gap > std::int64_t{interval_ms_} + tolerance_ms_ ? 1 : 0;
  }
  viewer.last_ms = now_ms;
  ++viewer.numbers;
}

ViewerTable::Verdict ViewerTable::verdict(std::uint32_t now_ms) const {
  Verdict sum;
  for (const Viewer& viewer : viewers_) {
    if (viewer.state != State::streaming) continue;
    ++sum.viewers;
    if (viewer.numbers == 0 || now_ms - viewer.last_ms > interval_ms_ + tolerance_ms_) ++sum.unserved;
    if (viewer.numbers == 0 || now_ms - viewer.first_ms < tolerance_ms_) continue;
    const std::uint32_t due = 1 + (now_ms - viewer.first_ms - tolerance_ms_) / interval_ms_;
    sum.missing += due - std::min<std::uint32_t>(due, viewer.numbers);
  }
  return sum;
}

}  // namespace sws::bench
