#include "backend/net/peer_liveness.hpp"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>

namespace sws {
namespace {

// A tenth of the cost of TCP_INFO, for which the kernel locks the socket and reads all of its state.
bool has_nothing_outstanding(int fd) {
  int bytes = 0;
  return ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes == 0;
}

}  // namespace

// Each repetition doubles the time until the next (RFC 6298 §5.5), so the last n of them took all of the present
// timeout but its 2^n-th part. The kernel's number of doublings can be older than the outstanding data.
SentData sent_data(int fd) {
  if (has_nothing_outstanding(fd)) return {};
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return {};
  const int repetitions = std::min(info.tcpi_backoff, info.tcpi_retransmits);
  return {.outstanding = info.tcpi_unacked > 0,
          .acknowledged = info.tcpi_bytes_acked,
          .last_ack = std::chrono::milliseconds(info.tcpi_last_ack_recv),
          .repeated = std::chrono::milliseconds((info.tcpi_rto - (info.tcpi_rto >> repetitions)) / 1'000)};
}

std::chrono::milliseconds PeerLiveness::silence(const SentData& data, SteadyTime now) {
  if (!data.outstanding) {
    outstanding_since_ = SteadyTime::max();
    return {};
  }
  if (data.acknowledged != acknowledged_) outstanding_since_ = SteadyTime::max();
  acknowledged_ = data.acknowledged;
  outstanding_since_ = std::min(outstanding_since_, now - data.repeated);
  const auto outstanding = std::chrono::floor<std::chrono::milliseconds>(now - outstanding_since_);
  return std::min(outstanding, data.last_ack);
}

}  // namespace sws
