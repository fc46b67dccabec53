// The time, as the server's parts see it. They take it from a Clock instead of from the system, so that tests can
// move it by hand. Safe from any thread.
#pragma once

#include <chrono>

namespace sws {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

class Clock {
 public:
  virtual SteadyTime steady() const = 0;  // never goes back: everything inside a session is measured with it
  virtual WallTime wall() const = 0;      // may be stepped: only for what leaves the process (tokens, dates)

 protected:
  ~Clock() = default;
};

class SystemClock final : public Clock {
 public:
  SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
  WallTime wall() const override { return std::chrono::system_clock::now(); }
};

}  // namespace sws
