#include "backend/server/settings_in_use.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>

#include "backend/process/log.hpp"
#include "backend/server/worker.hpp"

namespace sws {
namespace {

// Of the open-file limit, for files that are not connections of viewers: those of the process with the admin
// listener's connections, and those of a worker (two or more listeners, an event queue, timers, two rings).
constexpr std::uint64_t kFilesOfProcess = 100;
constexpr std::uint64_t kFilesOfWorker = 8;

}  // namespace

std::uint64_t raise_open_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

AdmissionLimits with_total(AdmissionLimits limits, const Options& options) {
  const std::uint64_t files = raise_open_file_limit() / (options.web_root.empty() ? 1 : 2);
  const std::uint64_t reserved = kFilesOfProcess + kFilesOfWorker * options.threads;
  const std::uint64_t left = files > reserved ? files - reserved : 1;
  const std::uint64_t refused = std::min(left / 2, std::uint64_t{Worker::kMaxRefused} * options.threads);
  const auto most = static_cast<std::uint32_t>(std::min<std::uint64_t>(left - refused, UINT32_MAX));
  if (limits.connections > most) {
    log(LogLevel::warn, "max_connections_lowered",
        {{"reason", "the open-file limit does not allow more"}, {"wanted", limits.connections}, {"to", most}});
  }
  limits.connections = limits.connections == 0 ? most : std::min(limits.connections, most);
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
