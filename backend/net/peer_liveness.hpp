// Whether the machine at the other end of a TCP connection is still there, as the kernel knows it: asked, not
// waited for.
#pragma once

#include <chrono>

namespace sws {

// Has the kernel ask a silent peer for a sign of life (RFC 9293 §3.8.4), and end the connection when none comes
// within `timeout`. Accepted sockets inherit it from the one that listens.
void enable_keepalive(int fd, std::chrono::seconds timeout);

// For how long the peer's machine has left unanswered what was sent to it. Zero where nothing is outstanding: also
// for a program that does not read while its machine answers for it. Needs keep-alive, or else a long silence in
// which nothing was sent would count.
std::chrono::milliseconds unanswered_for(int fd);

}  // namespace sws
