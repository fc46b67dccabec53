#include "tests/integration/client_socket.hpp"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "tests/integration/deadline.hpp"

namespace sws {
namespace {

std::system_error failure(const char* call) {
  // A socket with a timeout reports it as EAGAIN, or as EINPROGRESS while it connects (socket(7)).
  if (errno == EAGAIN || errno == EINPROGRESS) errno = ETIMEDOUT;
  return {errno, std::generic_category(), call};
}

void check(int result, const char* call) {
  if (result < 0) throw failure(call);
}

template <class Value>
void set_option(int fd, int level, int name, const Value& value) {
  check(setsockopt(fd, level, name, &value, sizeof value), "setsockopt");
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  SocketAddress(const std::string& address, std::uint16_t port) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
      v4.sin_family = AF_INET;
      v4.sin_port = htons(port);
      size = sizeof v4;
    } else if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(port);
      size = sizeof v6;
    } else {
      throw std::runtime_error("not an address: " + address);
    }
  }

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

int open_socket(int family) {
  const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check(fd, "socket");
  return fd;
}

}  // namespace

ClientSocket::ClientSocket(std::uint16_t port, const Endpoints& endpoints) {
  const SocketAddress server(endpoints.server, port);
  socket_ = Descriptor(open_socket(server.storage.ss_family));
  if (endpoints.receive_buffer > 0) set_option(number(), SOL_SOCKET, SO_RCVBUF, endpoints.receive_buffer);
  set_option(number(), SOL_SOCKET, SO_RCVTIMEO, timeval{kDeadline.count(), 0});
  set_option(number(), SOL_SOCKET, SO_SNDTIMEO, timeval{kDeadline.count(), 0});
  if (!endpoints.source.empty()) {
    set_option(number(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    const SocketAddress source(endpoints.source, 0);
    check(bind(number(), source.get(), source.size), "bind");
  }
  check(connect(number(), server.get(), server.size), "connect");
}

void ClientSocket::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) throw failure("send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::size_t ClientSocket::read_some(std::span<char> into) const {
  const ssize_t size = recv(number(), into.data(), into.size(), 0);
  if (size < 0 && errno == ECONNRESET) throw ConnectionReset("the server has reset the connection");
  if (size < 0) throw failure("receive");
  return static_cast<std::size_t>(size);
}

std::string ClientSocket::receive(std::size_t most) const {
  std::string bytes(most, '\0');
  try {
    bytes.resize(read_some(bytes));
  } catch (const ConnectionReset&) {
    bytes.clear();
  }
  return bytes;
}

void ClientSocket::receive_until(std::string_view text) const {
  for (std::string received; received.find(text) == std::string::npos;) {
    const std::string more = receive(4'096);
    if (more.empty()) throw ConnectionEnded("the connection ended behind: " + received);
    received += more;
  }
}

void ClientSocket::receive_exactly(std::size_t size) const {
  while (size > 0) {
    const std::size_t more = receive(size).size();
    if (more == 0) throw ConnectionEnded("the connection ended too soon");
    size -= more;
  }
}

void ClientSocket::set_no_delay() const {
  set_option(number(), IPPROTO_TCP, TCP_NODELAY, 1);
}

void ClientSocket::set_cork(bool on) const {
  set_option(number(), IPPROTO_TCP, TCP_CORK, static_cast<int>(on));
}

void ClientSocket::drop_what_comes() const {
  sock_filter accept_nothing{BPF_RET | BPF_K, 0, 0, 0};
  set_option(number(), SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog{1, &accept_nothing});
}

void ClientSocket::leave(Leave how) {
  if (how == Leave::rst) set_option(number(), SOL_SOCKET, SO_LINGER, linger{1, 0});
  socket_ = Descriptor();
}

}  // namespace sws
