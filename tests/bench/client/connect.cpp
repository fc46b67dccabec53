#include "tests/bench/client/connect.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace sws::bench {
namespace {

// An address has 28,000 ports by default, and connect() prefers one half of them. Once that half is used up,
// finding a free port takes longer and longer.
constexpr unsigned kConnectionsPerAddress = 10000;

template <class Value>
void set_option(int fd, int level, int name, const Value& value) {
  ::setsockopt(fd, level, name, &value, sizeof value);
}

sockaddr_in loopback(unsigned host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);  // 127.0.0.host
  return address;
}

int begin_connect(std::uint16_t port, unsigned index, bool small_buffer) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  set_option(fd, SOL_SOCKET, SO_LINGER, linger{1, 0});
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  set_option(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
  if (small_buffer) set_option(fd, SOL_SOCKET, SO_RCVBUF, 1);
  const sockaddr_in source = loopback(2 + index / kConnectionsPerAddress, 0);
  const sockaddr_in target = loopback(1, port);
  const auto* const source_address = reinterpret_cast<const sockaddr*>(&source);
  const auto* const target_address = reinterpret_cast<const sockaddr*>(&target);
  if (::bind(fd, source_address, sizeof source) == 0 &&
      (::connect(fd, target_address, sizeof target) == 0 || errno == EINPROGRESS)) {
    return fd;
  }
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

}  // namespace

int begin_connect(std::uint16_t port, unsigned index) {
  return begin_connect(port, index, false);
}

int begin_connect_stalled(std::uint16_t port, unsigned index) {
  return begin_connect(port, index, true);
}

void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string upgrade_request(const std::string& target) {
  return "GET " + target +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

std::string masked_frame(std::uint8_t opcode, const std::string& payload) {
  std::string frame{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
  return frame.append(4, '\0').append(payload);
}

}  // namespace sws::bench
