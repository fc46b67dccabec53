// A whole run: forks the processes that hold the connections, waits until all stream, lets the server warm up,
// looks at its CPU time and memory around the measurement, and gathers what the processes found.
#pragma once

#include <boost/json/object.hpp>

#include "tests/bench/client/settings.hpp"

namespace sws::bench {

// The report: durations in the unit that a member's name ends with.
boost::json::object run(const Settings& settings);

}  // namespace sws::bench
