#include "backend/process/control_groups.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

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
std::vector<Hierarchy> hierarchies_in(const std::string& mounts, std::string_view controller) {
  std::vector<Hierarchy> found;
  std::ifstream file(mounts);
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string> words = split(line, ' ');
    const auto dash = std::find(words.begin(), words.end(), "-");
    if (dash - words.begin() < 6 || words.end() - dash < 4) continue;
    const bool is_v2 = dash[1] == "cgroup2";
    const bool is_v1 = dash[1] == "cgroup" && contains(split(dash[3], ','), controller);
    if (is_v2 || is_v1) found.push_back({is_v2, words[3], words[4]});
  }
  return found;
}

// A line of the membership is "0::/path" in version 2, and "4:cpu,cpuacct:/path" in version 1.
std::optional<std::string> group_in(const std::string& membership, bool is_v2, std::string_view controller) {
  std::ifstream file(membership);
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool matches = is_v2 ? controllers.empty() : contains(split(controllers, ','), controller);
    if (matches) return line.substr(second + 1);
  }
  return std::nullopt;
}

// The path of `group` below the root of the hierarchy, or "" if it is the root or is not visible in this mount.
std::string path_below_root(const std::string& group, const std::string& root) {
  const std::string prefix = root == "/" ? "" : root;
  const bool is_below = group.starts_with(prefix + "/") && group.size() > prefix.size() + 1;
  return is_below && group.find("/..") == std::string::npos ? group.substr(prefix.size()) : "";
}

}  // namespace

std::vector<ControlGroup> control_groups(const CgroupFiles& files, std::string_view controller) {
  std::vector<ControlGroup> groups;
  for (const Hierarchy& hierarchy : hierarchies_in(files.mounts, controller)) {
    const auto group = group_in(files.membership, hierarchy.is_v2, controller);
    if (!group) continue;
    std::string path = path_below_root(*group, hierarchy.root);
    for (;;) {
      groups.push_back({hierarchy.directory + path, hierarchy.is_v2});
      if (path.empty()) break;
      path.erase(path.rfind('/'));
    }
  }
  return groups;
}

}  // namespace sws
