#include "backend/net/peer_liveness.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

namespace sws {

void enable_keepalive(int fd, std::chrono::seconds timeout) {
  const auto set = [fd](int level, int option, int value) { setsockopt(fd, level, option, &value, sizeof value); };
  constexpr int kProbes = 4;
  const int seconds = static_cast<int>(timeout.count());
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, std::max(1, seconds / 3));  // the other two thirds are for the probes
  set(IPPROTO_TCP, TCP_KEEPINTVL, std::max(1, seconds * 2 / 3 / kProbes));
  set(IPPROTO_TCP, TCP_KEEPCNT, kProbes);
}

std::chrono::milliseconds unanswered_for(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 || info.tcpi_unacked == 0) return {};
  return std::chrono::milliseconds(info.tcpi_last_ack_recv);
}

}  // namespace sws
