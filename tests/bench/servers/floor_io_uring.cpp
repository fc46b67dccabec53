// The floor with io_uring: all frames of a slot are handed to the kernel in one system call. Ends with exit code 3,
// naming the error, where the kernel or its administrator does not permit io_uring.
#include <liburing.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/servers/floor_server.hpp"

namespace {

constexpr unsigned kRingSize = 4096;
constexpr int kNotPermitted = 3;

class BatchSender {
 public:
  BatchSender() {
    // DEFER_TASKRUN: completions are worked off when this thread asks for them, not by interrupting it.
    const int result =
        io_uring_queue_init(kRingSize, &ring_, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN);
    if (result < 0) {
      std::fprintf(stderr, "io_uring_setup: %s (errno %d)\n", std::strerror(-result), -result);
      std::exit(kNotPermitted);
    }
    frames_.reserve(kRingSize);
  }

  void send(int fd, const sws::bench::MessageFrame& frame) {
    io_uring_sqe* entry = io_uring_get_sqe(&ring_);
    if (entry == nullptr) {
      flush();
      entry = io_uring_get_sqe(&ring_);
    }
    frames_.push_back(frame);
    // MSG_DONTWAIT: done, or failed, when the submission returns; a frame is never kept by the kernel.
    io_uring_prep_send(entry, fd, frames_.back().bytes.data(), frames_.back().size, MSG_DONTWAIT | MSG_NOSIGNAL);
    entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
  }

  void flush() {
    if (frames_.empty()) return;
    io_uring_submit(&ring_);
    frames_.clear();
    // Only failures have a completion: the viewer has gone or is slow, and the frame is dropped.
    if (const unsigned failures = io_uring_cq_ready(&ring_); failures > 0) io_uring_cq_advance(&ring_, failures);
  }

 private:
  io_uring ring_{};
  std::vector<sws::bench::MessageFrame> frames_;  // never reallocated: the ring holds pointers into it
};

}  // namespace

int main(int argc, char** argv) {
  BatchSender sender;
  sws::bench::FloorServer(sws::bench::parse_floor_options(argc, argv), sender).run();
}
