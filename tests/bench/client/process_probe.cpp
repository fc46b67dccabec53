#include "tests/bench/client/process_probe.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace sws::bench {
namespace {

namespace fs = std::filesystem;

// Lines of the form "Name:   123 kB".
std::int64_t field(const std::string& line, const std::string& name) {
  return line.starts_with(name) ? std::stoll(line.substr(name.size())) : 0;
}

fs::path directory_of(pid_t process) {
  return "/proc/" + std::to_string(process);
}

template <class OnThread>
void for_each_thread(pid_t process, OnThread on_thread) {
  std::error_code gone;
  for (const auto& task : fs::directory_iterator(directory_of(process) / "task", gone)) on_thread(task.path());
}

pid_t parent_of(const fs::path& process) {
  std::ifstream status(process / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("PPid:")) return static_cast<pid_t>(field(line, "PPid:"));
  }
  return 0;
}

// Finds descendants by the parent of each process, because not every kernel lists a process's children.
std::vector<pid_t> tree(pid_t root) {
  if (root <= 0) return {};
  std::map<pid_t, pid_t> parents;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") == std::string::npos)
      parents[std::stoi(name)] = parent_of(entry.path());
  }
  std::vector<pid_t> processes{root};
  for (std::size_t i = 0; i < processes.size(); ++i) {
    for (const auto& [child, parent] : parents) {
      if (parent == processes[i]) processes.push_back(child);
    }
  }
  return processes;
}

}  // namespace

Activity activity_of_tree(pid_t root) {
  Activity sum;
  for (const pid_t process : tree(root)) {
    for_each_thread(process, [&](const fs::path& task) {
      std::int64_t on_cpu = 0;
      if (std::ifstream(task / "schedstat") >> on_cpu) sum.cpu_ns += on_cpu;
      std::ifstream status(task / "status");
      for (std::string line; std::getline(status, line);) {
        sum.voluntary_switches += field(line, "voluntary_ctxt_switches:");
      }
    });
  }
  return sum;
}

Memory memory_of_tree(pid_t root) {
  Memory sum;
  for (const pid_t process : tree(root)) {
    std::ifstream rollup(directory_of(process) / "smaps_rollup");
    for (std::string line; std::getline(rollup, line);) {
      sum.rss_kb += field(line, "Rss:");
      sum.pss_kb += field(line, "Pss:");
      sum.private_kb += field(line, "Private_Clean:") + field(line, "Private_Dirty:");
    }
  }
  return sum;
}

}  // namespace sws::bench
