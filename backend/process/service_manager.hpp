// Reports the state of this process to the service manager that started it (systemd), in the protocol of
// sd_notify(3): datagrams of NAME=value lines to the socket in NOTIFY_SOCKET. Without a service manager the
// functions do nothing. Main thread only. Sockets that a service manager passes to the process are in
// passed_sockets.hpp.
#pragma once

#include <sys/un.h>

#include <boost/system/result.hpp>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backend/process/file_descriptor.hpp"

namespace sws {

class ServiceManager {
 public:
  // The error names the environment variable that is wrong.
  static boost::system::result<ServiceManager, std::string> from_environment(
      std::span<const std::string> environment);

  // `status` is one line for a person; `systemctl status` shows it.
  void ready(std::string_view status);  // the server accepts connections, or a reload is over
  void reloading();
  void stopping(std::string_view status, std::chrono::microseconds needed);  // it will take up to `needed`
  void alive();                                                              // resets the manager's watchdog

  // The manager restarts this process if it does not call alive() for so long. Nothing if there is no watchdog.
  std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  ServiceManager() = default;
  void send(const std::string& lines);

  FileDescriptor socket_;  // empty without a service manager
  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  std::optional<std::chrono::microseconds> watchdog_;
  bool last_failed_ = false;  // the last datagram could not be sent
};

}  // namespace sws
