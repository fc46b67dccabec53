// Waits for what has no descriptor to wait on: what /proc or a metric says, what another thread has done. Looks
// again and again, so that a fast machine waits for little more than the event.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/integration/deadline.hpp"

namespace sws {

// Throws at the deadline, naming what did not come.
template <class Predicate>
void wait_until(const std::string& what, Predicate has_come) {
  constexpr std::chrono::milliseconds kBetweenLooks{5};
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  while (!has_come()) {
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("this does not come: " + what);
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

}  // namespace sws
