#include "backend/process/processors.hpp"

#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <thread>
#include <vector>

#include "backend/process/environment.hpp"

namespace sws {
namespace {

unsigned rounded_up(std::int64_t quota, std::int64_t period) {
  if (quota <= 0 || period <= 0) return 0;
  return static_cast<unsigned>(std::clamp<std::int64_t>((quota - 1) / period + 1, 1, 1 << 20));
}

// The quota of the group whose files are in `directory`, or 0 if it has none ("max 100000", or -1).
unsigned quota_in(const std::string& directory, bool is_v2) {
  std::string quota, period;
  if (is_v2) {
    std::ifstream(directory + "/cpu.max") >> quota >> period;
  } else {
    std::ifstream(directory + "/cpu.cfs_quota_us") >> quota;
    std::ifstream(directory + "/cpu.cfs_period_us") >> period;
  }
  return rounded_up(number_in<std::int64_t>(quota).value_or(0), number_in<std::int64_t>(period).value_or(0));
}

unsigned smaller_quota(unsigned a, unsigned b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

unsigned affinity_processors() {
  for (std::size_t processors = 1'024; processors <= 1U << 20;
       processors *= 4) {  // the kernel's mask has a fixed size
    std::vector<std::uint64_t> mask(processors / 64);
    auto* const set = reinterpret_cast<cpu_set_t*>(mask.data());
    if (sched_getaffinity(0, processors / 8, set) == 0) {
      return static_cast<unsigned>(CPU_COUNT_S(processors / 8, set));
    }
  }
  return std::thread::hardware_concurrency();
}

}  // namespace

unsigned cgroup_processors(const CgroupFiles& files) {
  unsigned smallest = 0;
  for (const ControlGroup& group : control_groups(files, "cpu")) {
    smallest = smaller_quota(smallest, quota_in(group.directory, group.is_v2));
  }
  return smallest;
}

unsigned available_processors(const CgroupFiles& files) {
  return std::max(1U, smaller_quota(affinity_processors(), cgroup_processors(files)));
}

}  // namespace sws
