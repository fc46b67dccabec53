// The socket on which a service manager hears from the server (sd_notify(3)), with a test in the manager's place.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "tests/integration/deadline.hpp"
#include "tests/integration/descriptor.hpp"

namespace sws {

class NotifySocket {
 public:
  // `path`: as NOTIFY_SOCKET has it; a name that begins with @ is an abstract one.
  explicit NotifySocket(std::string path = "@simplewebsocket-test-" + std::to_string(getpid()))
      : path_(std::move(path)), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool is_abstract = path_.front() == '@';
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    if (is_abstract) address.sun_path[0] = '\0';
    const std::size_t size = offsetof(sockaddr_un, sun_path) + path_.size() + (is_abstract ? 0 : 1);
    if (bind(socket_.number(), reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(size)) != 0) {
      throw std::system_error(errno, std::generic_category(), "bind");
    }
  }
  NotifySocket(NotifySocket&&) = delete;
  ~NotifySocket() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }

  bool has_next() const {
    pollfd readable{socket_.number(), POLLIN, 0};
    return poll(&readable, 1, 0) == 1;
  }

  // The next datagram. Throws at the deadline.
  std::string next() {
    const auto patience = std::chrono::milliseconds(kDeadline).count();
    pollfd readable{socket_.number(), POLLIN, 0};
    if (poll(&readable, 1, static_cast<int>(patience)) != 1) throw std::runtime_error("the server says nothing");
    char text[4096];
    const ssize_t size = recv(readable.fd, text, sizeof text, 0);
    if (size < 0) throw std::system_error(errno, std::generic_category(), "recv");
    return {text, static_cast<std::size_t>(size)};
  }

  // Reads on to the datagram that has this line. Throws at the deadline.
  std::string wait_for(const std::string& line) {
    for (const LoopDeadline deadline;;) {
      deadline.check("a datagram with the line " + line);
      std::string datagram = next();
      if (("\n" + datagram + "\n").find("\n" + line + "\n") != std::string::npos) return datagram;
    }
  }

 private:
  std::string path_;
  Descriptor socket_;
};

}  // namespace sws
