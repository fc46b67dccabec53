// Turns the observations of a run into JSON. Pure. With a producer the report has a member "delivery": what became
// of the numbers that were written while measuring.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>

#include "tests/bench/client/process_probe.hpp"
#include "tests/bench/client/results.hpp"
#include "tests/bench/client/settings.hpp"

namespace sws::bench {

struct Observation {
  Memory memory_before;  // of the server, without connections
  Memory memory_during;  // with all of them
  Activity activity_before, activity_after;
  std::int64_t settled_ns = 0;  // from the first connection to the last one's first number
  std::int64_t measured_ns = 0;
  std::int64_t from = 0, until = 0;  // of the measurement, monotonic
  std::int64_t client_cpu_ns = 0;    // of all load processes, while measuring
};

boost::json::object report(const Settings& settings, const Observation& seen,
                           std::span<const ProcessResults> results, std::span<const Delivery> deliveries = {});

}  // namespace sws::bench
