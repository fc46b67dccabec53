#include "backend/admin/process_families.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

namespace sws {
namespace {

using prometheus::MetricType;

const std::chrono::system_clock::time_point process_start = std::chrono::system_clock::now();

std::optional<double> resident_bytes(const std::string& folder) {
  std::ifstream statm(folder + "/statm");
  double size = 0, resident = 0;
  if (!(statm >> size >> resident)) return {};
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::optional<double> open_files(const std::string& folder) {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator file(folder + "/fd", error), end; !error && file != end;
       file.increment(error)) {
    ++count;
  }
  if (error) return {};
  return count;
}

std::optional<double> max_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return {};
  return static_cast<double>(files.rlim_cur);
}

std::optional<double> cpu_seconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return {};
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void add_process(Families& families, const std::string& folder) {
  const auto add = [&](MetricType type, const char* name, const char* help, std::optional<double> now) {
    if (now) families.process(type, name, help, *now);
  };
  const std::chrono::duration<double> start = process_start.time_since_epoch();
  add(MetricType::Gauge, "start_time_seconds", "Start of the process, in seconds since 1970.", start.count());
  add(MetricType::Counter, "cpu_seconds_total", "CPU time used, user and system.", cpu_seconds());
  add(MetricType::Gauge, "resident_memory_bytes", "Memory of the process that is in RAM.", resident_bytes(folder));
  add(MetricType::Gauge, "open_fds", "Open file descriptors.", open_files(folder));
  add(MetricType::Gauge, "max_fds", "Limit of open file descriptors.", max_files());
}

}  // namespace sws
