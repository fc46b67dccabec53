// How much memory this process may take before the kernel ends it: the limit of its control group. Main thread.
#pragma once

#include <cstdint>
#include <optional>

#include "backend/process/control_groups.hpp"

namespace sws {

// The smallest memory limit of the process's control group and its parents, in bytes: memory.max of version 2,
// memory.limit_in_bytes of version 1. Nothing if there is no limit or no control group.
std::optional<std::uint64_t> memory_limit(const CgroupFiles& files = {});

}  // namespace sws
