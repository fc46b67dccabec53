// How many threads can run at the same time in this process: the machine's processors, less those that the affinity
// of the process or the quota of its control group takes away. Main thread.
#pragma once

#include "backend/process/control_groups.hpp"

namespace sws {

// Processors that this process may use: at least 1. A quota of 1.5 processors is 2.
unsigned available_processors(const CgroupFiles& files = {});

// The smallest CPU quota of the process's control group and its parents, in processors rounded up: cpu.max of
// version 2, cpu.cfs_quota_us of version 1. 0 if there is no quota or no control group.
unsigned cgroup_processors(const CgroupFiles& files);

}  // namespace sws
