// How many connections fit into the memory limit of the control group, for the default of --max-connections. Main
// thread.
#pragma once

#include <cstdint>

#include "backend/config/options.hpp"

namespace sws {

// `memory` is the limit in bytes. The kernel's memory for a connection counts there, too. At least 1.
std::uint32_t connections_in_memory(std::uint64_t memory, const Options& options);

}  // namespace sws
