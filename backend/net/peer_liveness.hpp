// Tells whether the machine at the other end of a TCP connection is still there, from what the kernel knows.
// Nothing here waits. Any thread.
#pragma once

#include <chrono>

namespace sws {

// Makes the kernel probe a silent peer (keep-alive, RFC 9293 §3.8.4) and end the connection if the peer does not
// answer within `timeout`. Accepted sockets inherit this from the listening socket.
void enable_keepalive(int fd, std::chrono::seconds timeout);

// How long the peer's machine has not acknowledged data that was sent to it, or zero if no data is outstanding. It
// is also zero if the peer's program does not read but its machine still acknowledges. REQUIRES:
// enable_keepalive(), because the kernel counts from the last acknowledgement, which keep-alive probes renew while
// nothing is sent.
std::chrono::milliseconds unanswered_for(int fd);

}  // namespace sws
