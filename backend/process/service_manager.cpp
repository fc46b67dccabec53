#include "backend/process/service_manager.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#include "backend/process/environment.hpp"
#include "backend/process/log.hpp"

namespace sws {
namespace {

constexpr timeval kSendTimeout{5, 0};  // a busy manager may take a moment; then the server goes on without it

// A longer interval is served too often, which does no harm; in full, some would overflow the clock.
constexpr std::chrono::hours kLongestWatchdog{24};

std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

}  // namespace

boost::system::result<ServiceManager, std::string> ServiceManager::from_environment(
    std::span<const std::string> environment) {
  ServiceManager manager;
  const auto path = variable(environment, "NOTIFY_SOCKET");
  if (!path || path->empty()) return manager;
  const bool is_abstract = path->front() == '@';
  if ((!is_abstract && path->front() != '/') || path->size() < 2 ||
      path->size() >= sizeof manager.address_.sun_path) {
    return "NOTIFY_SOCKET is '" + *path +
           "': the path of a socket, or @ and the name of an abstract one, is expected";
  }
  manager.address_.sun_family = AF_UNIX;
  std::copy(path->begin(), path->end(), manager.address_.sun_path);
  if (is_abstract) manager.address_.sun_path[0] = '\0';
  // An abstract name has no terminating zero: the size of the address says where it ends (unix(7)).
  manager.address_size_ =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size() + (is_abstract ? 0 : 1));
  // Kept open, so that the watchdog works even when the process has run out of descriptors.
  manager.socket_ = FileDescriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (manager.socket_.get() < 0)
    return std::string("cannot open a socket for NOTIFY_SOCKET: ") + std::strerror(errno);
  setsockopt(manager.socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kSendTimeout, sizeof kSendTimeout);

  const auto interval = variable(environment, "WATCHDOG_USEC");
  const auto watched = variable(environment, "WATCHDOG_PID");
  if (!interval || (watched && number_in<pid_t>(*watched) != getpid())) return manager;
  const auto microseconds = number_in<std::int64_t>(*interval);
  if (!microseconds || *microseconds <= 0) {
    return "WATCHDOG_USEC is '" + *interval + "': a number of microseconds is expected";
  }
  manager.watchdog_ =
      std::min<std::chrono::microseconds>(std::chrono::microseconds(*microseconds), kLongestWatchdog);
  return manager;
}

void ServiceManager::ready(std::string_view status) {
  send("READY=1\nSTATUS=" + one_line(status));
}

void ServiceManager::reloading() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds) + "\nSTATUS=Reading the settings again");
}

void ServiceManager::stopping(std::string_view status, std::chrono::microseconds needed) {
  send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + std::to_string(needed.count()) + "\nSTATUS=" + one_line(status));
}

void ServiceManager::alive() {
  send("WATCHDOG=1");
}

void ServiceManager::send(const std::string& lines) {
  if (socket_.get() < 0) return;
  const auto* const address = reinterpret_cast<const sockaddr*>(&address_);
  const bool sent = sendto(socket_.get(), lines.data(), lines.size(), MSG_NOSIGNAL, address, address_size_) >= 0;
  const int error = errno;
  if (std::exchange(last_failed_, !sent) || sent) return;
  log(LogLevel::warn, "service_manager_unreachable", {{"reason", std::strerror(error)}});
}

}  // namespace sws
