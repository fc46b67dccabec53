// The pieces that the floors share: the frame of a number, and the connections' sockets.
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace sws::bench {

// {"message": 72} as a text frame.
struct MessageFrame {
  static constexpr std::size_t kLongestNumber = 9;  // characters; the rest of a longer one is left out

  explicit MessageFrame(std::string_view number) {
    constexpr std::string_view head = "{\"message\": ";
    number = number.substr(0, kLongestNumber);
    std::memcpy(bytes.data() + 2, head.data(), head.size());
    std::memcpy(bytes.data() + 2 + head.size(), number.data(), number.size());
    size = 2 + head.size() + number.size() + 1;
    bytes[size - 1] = '}';
    bytes[0] = static_cast<char>(0x81);  // FIN, opcode 1: text (RFC 6455 §5.2)
    bytes[1] = static_cast<char>(size - 2);
  }
  std::array<char, 24> bytes;
  std::size_t size;
};

inline MessageFrame frame_of(unsigned number) {
  std::array<char, MessageFrame::kLongestNumber> digits;
  const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return MessageFrame({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

// A connection that waits, or −1.
inline int accept_one(int listener) {
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  const int on = 1;
  if (fd >= 0) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

inline void watch(int epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace sws::bench
