// The one time limit of these tests: it turns a hang into a failure and never decides anything else. A test waits
// for an event (bytes, an end of file, an exit), so a fast machine never waits for the clock.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

namespace sws {

inline constexpr std::chrono::seconds kDeadline{20};  // a loaded CI machine with sanitizers is still far below

// For a loop in which each wait has an end, but which other events could keep alive for ever.
class LoopDeadline {
 public:
  // Throws, naming the event that the loop waits for, once the loop has taken too long.
  void check(const std::string& event) const {
    if (std::chrono::steady_clock::now() > end_) throw std::runtime_error("this does not come: " + event);
  }

 private:
  std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + kDeadline;
};

}  // namespace sws
