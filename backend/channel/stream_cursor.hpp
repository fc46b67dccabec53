// Where a stream stands: which number comes next and when it is due. A pure function of the time it is given.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "backend/loop/tick_schedule.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

class StreamCursor {
 public:
  StreamCursor() = default;  // of a stream of no numbers

  // Number n is due at start + n × interval; numbers 0 to count − 1 exist. REQUIRES: next ≤ count.
  StreamCursor(SteadyTime start, const StreamParameters& parameters, std::uint32_t next = 0)
      : start_(start), interval_ms_(parameters.interval_ms), count_(parameters.count), next_(next) {}

  std::uint32_t next() const { return next_; }
  bool finished() const { return next_ == count_; }  // every number is sent

  // When the next number is due; after the last one, when that was due.
  SteadyTime due() const { return start_ + std::min(next_, count_ - 1) * std::chrono::milliseconds(interval_ms_); }

  // How many numbers are due by `now` and not sent.
  std::uint32_t overdue(SteadyTime now) const {
    if (finished() || now < due()) return 0;
    const auto intervals = (now - start_) / std::chrono::milliseconds(interval_ms_);
    return static_cast<std::uint32_t>(std::min<std::int64_t>(intervals + 1, count_)) - next_;
  }

  void advance(std::uint32_t numbers = 1) { next_ += numbers; }  // REQUIRES: no more than are left

 private:
  SteadyTime start_;
  std::uint32_t interval_ms_ = 1;
  std::uint32_t count_ = 0;
  std::uint32_t next_ = 0;
};

}  // namespace sws
