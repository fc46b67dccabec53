#include "backend/process/processors.hpp"

#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string_view>
#include <thread>
#include <vector>

#include "backend/process/environment.hpp"

namespace sws {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A mounted hierarchy of control groups: the files of group `root` and of the groups below it are in `directory`.
struct Hierarchy {
  bool is_v2;
  std::string root, directory;
};

// A line of mountinfo is "36 35 98:0 /root /directory options … - type source super-options" (proc(5)).
std::vector<Hierarchy> hierarchies_in(const std::string& mounts) {
  std::vector<Hierarchy> found;
  std::ifstream file(mounts);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> words = split(line, ' ');
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (dash - words.begin() < 6 || words.end() - dash < 4) continue;
    const bool is_v2 = dash[1] == "cgroup2";
    const bool is_v1 = dash[1] == "cgroup" && contains(split(dash[3], ','), "cpu");
    if (is_v2 || is_v1) found.push_back({is_v2, words[3], words[4]});
  }
  return found;
}

// A line of the membership is "0::/path" in version 2, and "4:cpu,cpuacct:/path" in version 1.
std::optional<std::string> group_in(const std::string& membership, bool is_v2) {
  std::ifstream file(membership);
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool matches = is_v2 ? controllers.empty() : contains(split(controllers, ','), "cpu");
    if (matches) return line.substr(second + 1);
  }
  return std::nullopt;
}

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

// The path of `group` below the root of the hierarchy, or "" if it is the root or is not visible in this mount.
std::string path_below_root(const std::string& group, const std::string& root) {
  const std::string prefix = root == "/" ? "" : root;
  const bool is_below = group.starts_with(prefix + "/") && group.size() > prefix.size() + 1;
  return is_below && group.find("/..") == std::string::npos ? group.substr(prefix.size()) : "";
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
  for (const Hierarchy& hierarchy : hierarchies_in(files.mounts)) {
    const auto group = group_in(files.membership, hierarchy.is_v2);
    if (!group) continue;
    std::string path = path_below_root(*group, hierarchy.root);
    for (;;) {
      smallest = smaller_quota(smallest, quota_in(hierarchy.directory + path, hierarchy.is_v2));
      if (path.empty()) break;
      path.erase(path.rfind('/'));
    }
  }
  return smallest;
}

unsigned available_processors(const CgroupFiles& files) {
  return std::max(1U, smaller_quota(affinity_processors(), cgroup_processors(files)));
}

}  // namespace sws
