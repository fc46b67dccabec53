// A clock for work that is divided into portions of time: it goes on by `step` with each reading.
#pragma once

#include "frontend/stream/moment.hpp"

namespace sws {

struct SteppingClock {
  static inline Moment step = std::chrono::milliseconds(1);
  static inline Moment time{};
  static inline int readings = 0;

  static Moment read() {
    ++readings;
    return time += step;
  }
};

}  // namespace sws
