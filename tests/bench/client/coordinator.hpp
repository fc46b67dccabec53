// Performs a run: it forks the processes that hold the connections, waits until all of them stream, lets the server
// warm up, reads its CPU time and memory before and after the measurement, and collects the results of the
// processes.
#pragma once

#include <boost/json/object.hpp>

#include "tests/bench/client/settings.hpp"

namespace sws::bench {

// Returns the report. Durations are in the unit that ends the member's name.
boost::json::object run(const Settings& settings);

}  // namespace sws::bench
