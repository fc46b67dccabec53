// Tells for how long the machine at the other end of a TCP connection has been silent to data of our own, from what
// the kernel knows. It sends nothing itself: what a connection sends anyway is the probe, and TCP repeats it if it
// is lost. Keep-alive probes (RFC 9293 §3.8.4) are not repeated; a crowd's come at the same moment, are dropped at
// the same moment, and then end healthy connections.
#pragma once

#include <chrono>
#include <cstdint>

#include "backend/loop/clock.hpp"

namespace sws {

// The state of the data that was sent over a connection, as the kernel tells it (tcp_info, linux/tcp.h).
struct SentData {
  bool outstanding = false;              // some of it is not acknowledged
  std::uint64_t acknowledged = 0;        // bytes since the connection began
  std::chrono::milliseconds last_ack{};  // since anything was acknowledged, be it data or a probe
  std::chrono::milliseconds repeated{};  // for so long at least the oldest outstanding data has been repeated
};

// Answers "nothing outstanding" for a socket that is not TCP.
SentData sent_data(int fd);

// One for each connection, used on its worker's thread.
class PeerLiveness {
 public:
  // For how long, at least, data has been outstanding and nothing at all was acknowledged; zero while the peer's
  // machine acknowledges, also if its program does not read. The answer gets better the more often it is asked for.
  std::chrono::milliseconds silence(const SentData& data, SteadyTime now);

  // Whether data was outstanding when silence() was last asked for.
  bool waits() const { return outstanding_since_ != SteadyTime::max(); }

 private:
  SteadyTime outstanding_since_ = SteadyTime::max();  // the same data, beginning at acknowledged_
  std::uint64_t acknowledged_ = 0;
};

}  // namespace sws
