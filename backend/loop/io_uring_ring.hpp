// A ring of io_uring(7) for sends that do not wait. Each of them has completed when submit() returns, so no
// completion can arrive for a socket that is closed or for a descriptor that has been reused. The thread that calls
// enable() is the only one that may use the ring from then on.
#pragma once

#include <liburing.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace sws {

class IoUringRing {
 public:
  IoUringRing() { ring_.ring_fd = -1; }
  IoUringRing(const IoUringRing&) = delete;
  IoUringRing& operator=(const IoUringRing&) = delete;
  ~IoUringRing() { close(); }

  // Make the ring, with room for `capacity` sends, and then bind it to this thread. Each answers why it failed, or
  // "".
  std::string open(unsigned capacity);
  std::string enable();
  void close();

  // Prepares a send. `bytes` must live until submit() returns. `name` stands for it in the failures.
  // REQUIRES: fewer than `capacity` sends are prepared.
  void add(int socket, std::span<const char> bytes, std::uint64_t name);

  // Has the kernel do the prepared sends, in their order, and answers how many of them it took. If these are not
  // all, error() says why: the kernel refused, or it was short of memory several times in a row. The ring must then
  // be closed, once the failures have been looked at, because it would do the other sends the next time.
  unsigned submit();
  const std::string& error() const { return error_; }

  // Calls failed(name, sent) for each send that the kernel took and did not do whole, with the number of its bytes
  // that have gone out.
  template <class Failed>
  void take_failures(Failed failed);

 private:
  io_uring ring_{};
  std::string error_;
};

template <class Failed>
void IoUringRing::take_failures(Failed failed) {
  io_uring_cqe* completion = nullptr;
  while (io_uring_peek_cqe(&ring_, &completion) == 0) {
    const std::uint64_t name = io_uring_cqe_get_data64(completion);
    const auto sent = static_cast<std::size_t>(std::max(completion->res, 0));
    io_uring_cqe_seen(&ring_, completion);
    failed(name, sent);
  }
}

// Does with a ring of its own everything that a sender does, because a system call filter may permit one call of
// io_uring(7) and not the next. Answers why this process cannot use io_uring, or "".
std::string try_out_io_uring();

}  // namespace sws
