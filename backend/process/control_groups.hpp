// The control groups of Linux that this process is in (cgroups(7)), version 1 or 2. Main thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sws {

// The files of Linux that say which control group this process is in and where control groups are mounted. Tests
// pass their own.
struct CgroupFiles {
  std::string membership = "/proc/self/cgroup";  // cgroups(7)
  std::string mounts = "/proc/self/mountinfo";   // proc(5)
};

// The files of one group are in `directory`.
struct ControlGroup {
  std::string directory;
  bool is_v2;
};

// The group of the process and its parents, as far as they are visible, in each mounted hierarchy that may limit
// what `controller` controls, such as "cpu" or "memory".
std::vector<ControlGroup> control_groups(const CgroupFiles& files, std::string_view controller);

}  // namespace sws
