// Waits for an event that no descriptor announces: a value in /proc or in a metric, or the work of another thread.
// Looks again and again, so that a fast machine waits for little more than the event.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "tests/integration/deadline.hpp"

namespace sws {

// Throws at the deadline, naming what did not come.
template <class Predicate>
void wait_until(const std::string& event, Predicate has_come) {
  constexpr std::chrono::milliseconds kBetweenLooks{5};
  const LoopDeadline deadline;
  while (!has_come()) {
    deadline.check(event);
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

}  // namespace sws
