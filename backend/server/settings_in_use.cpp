#include "backend/server/settings_in_use.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>

#include "backend/process/log.hpp"
#include "backend/server/connections_in_memory.hpp"
#include "backend/server/worker.hpp"

namespace sws {
namespace {

// Of the open-file limit, for files that are not connections of viewers: those of the process with the admin
// listener's connections, and those of a worker (two or more listeners, an event queue, timers, two rings).
constexpr std::uint64_t kFilesOfProcess = 100;
constexpr std::uint64_t kFilesOfWorker = 8;

constexpr const char* kFilesAllowNoMore = "the open-file limit does not allow more";

// The connections for which `files` open files are enough.
std::uint32_t connections_of_files(std::uint64_t files, const Options& options) {
  if (!options.web_root.empty()) files /= 2;
  const std::uint64_t reserved = kFilesOfProcess + kFilesOfWorker * options.threads;
  const std::uint64_t left = files > reserved ? files - reserved : 1;
  const std::uint64_t refused = std::min(left / 2, std::uint64_t{Worker::kMaxRefused} * options.threads);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(left - refused, UINT32_MAX));
}

}  // namespace

std::uint64_t raise_open_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

AdmissionLimits with_total(AdmissionLimits limits, const Options& options, std::optional<std::uint64_t> memory) {
  const std::uint32_t by_files = connections_of_files(raise_open_file_limit(), options);
  const std::uint32_t by_memory = memory ? connections_in_memory(*memory, options) : UINT32_MAX;
  const std::uint32_t wanted = limits.connections;
  limits.connections = wanted == 0 ? std::min(by_files, by_memory) : std::min(wanted, by_files);
  if (wanted > by_files) {
    log(LogLevel::warn, "max_connections_lowered",
        {{"reason", kFilesAllowNoMore}, {"wanted", wanted}, {"to", by_files}});
  }
  if (limits.connections > by_memory) {
    log(LogLevel::warn, "max_connections_above_memory",
        {{"reason", "the kernel may end the server when so many viewers are there"},
         {"memory_enough_for", by_memory}});
  }
  log(LogLevel::info, "max_connections",
      {{"connections", limits.connections},
       {"reason", limits.connections == wanted     ? "--max-connections says so"
                  : limits.connections == by_files ? kFilesAllowNoMore
                                                   : "the memory limit of the control group allows no more"}});
  return limits;
}

Settings with_secrets(Settings settings, const Secrets& secrets, const Clock& clock) {
  settings.secrets = secrets;
  settings.tls.use_tickets(TicketKeys(secrets, clock));
  return settings;
}

Settings for_operators(Settings settings) {
  settings.tls = {};
  settings.proxy_protocol = false;
  return settings;
}

}  // namespace sws
