// Where a stream stands: which number comes next and when it is due. A pure function of the time it is given.
#pragma once

#include <chrono>
#include <cstdint>

#include "backend/tick_schedule.hpp"

namespace sws {

class StreamCursor {
 public:
  // Number n is due at start + n × interval; numbers 0 to count − 1 exist.
  StreamCursor(SteadyTime start, std::chrono::milliseconds interval, std::uint32_t count)
      : start_(start), interval_(interval), count_(count) {}

  std::uint32_t next() const { return next_; }
  bool finished() const { return next_ == count_; }
  SteadyTime due() const { return start_ + next_ * interval_; }
  bool is_due(SteadyTime now) const { return !finished() && due() <= now; }
  void advance() { ++next_; }  // REQUIRES: !finished()

 private:
  SteadyTime start_;
  std::chrono::milliseconds interval_;
  std::uint32_t count_;
  std::uint32_t next_ = 0;
};

}  // namespace sws
