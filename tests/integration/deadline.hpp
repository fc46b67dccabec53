// The one time limit of these tests: it turns a hang into a failure and never decides anything else. Waiting is
// always for an event (bytes, an end of file, an exit), so a fast machine never waits for the clock.
#pragma once

#include <chrono>

namespace sws {

inline constexpr std::chrono::seconds kDeadline{20};  // a loaded CI machine with sanitizers is still far below

}  // namespace sws
