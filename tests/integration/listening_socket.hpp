// A socket on a free port of 127.0.0.1, or on a given one.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

#include "tests/integration/descriptor.hpp"

namespace sws {

class ListeningSocket {
 public:
  enum class Sharing { shared, alone };  // whether other sockets may listen on the port, too (SO_REUSEPORT)

  explicit ListeningSocket(std::uint16_t port = 0, int type = SOCK_STREAM, Sharing sharing = Sharing::shared)
      : socket_(checked(::socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket")) {
    const int on = 1;
    if (sharing == Sharing::shared) setsockopt(number(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t size = sizeof address;
    checked(bind(number(), reinterpret_cast<const sockaddr*>(&address), size), "bind");
    if (type == SOCK_STREAM) checked(listen(number(), 100), "listen");
    checked(getsockname(number(), reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    port_ = ntohs(address.sin_port);
  }

  int number() const { return socket_.number(); }
  std::uint16_t port() const { return port_; }

 private:
  static int checked(int result, const char* call) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), call);
    return result;
  }

  Descriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace sws
