// What this process tells the service manager that started it (systemd), in the protocol of sd_notify(3): datagrams
// of NAME=value lines to the socket that NOTIFY_SOCKET names. Without such a manager it tells nobody. For the main
// thread. The sockets that a service manager passes on are another matter: passed_sockets.hpp.
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
  // The error names the variable that is wrong.
  static boost::system::result<ServiceManager, std::string> from_environment(
      std::span<const std::string> environment);

  // `status` is one line for a person: `systemctl status` shows it.
  void ready(std::string_view status);  // connections are accepted, or a reload is over
  void reloading();
  void stopping(std::string_view status, std::chrono::microseconds needed);  // and has ended when `needed` is over
  void alive();

  // The manager takes this process for dead that does not say alive() for so long. Nothing: it need not say so.
  std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  ServiceManager() = default;
  void tell(const std::string& lines);

  FileDescriptor socket_;  // none: nobody to tell
  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  std::optional<std::chrono::microseconds> watchdog_;
  bool unheard_ = false;  // the last datagram did not arrive
};

}  // namespace sws
