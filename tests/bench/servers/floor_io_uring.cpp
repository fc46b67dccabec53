// The floor with io_uring: all frames of a slot are submitted in one system call. If io_uring is not permitted, the
// server prints the error and ends with exit code 3.
#include <liburing.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "tests/bench/servers/floor_broadcaster.hpp"
#include "tests/bench/servers/floor_server.hpp"

namespace {

constexpr unsigned kRingSize = 4096;
constexpr int kNotPermitted = 3;

class BatchSender {
 public:
  BatchSender() {
    // DEFER_TASKRUN: the kernel processes completions when this thread asks for them, without interrupting it.
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
    // MSG_DONTWAIT: a send has succeeded or failed when the submission returns, so the kernel keeps no frame.
    io_uring_prep_send(entry, fd, frames_.back().bytes.data(), frames_.back().size, MSG_DONTWAIT | MSG_NOSIGNAL);
    entry->flags |= IOSQE_CQE_SKIP_SUCCESS;
  }

  void flush() {
    if (frames_.empty()) return;
    io_uring_submit(&ring_);
    frames_.clear();
    // Only failures have a completion: the viewer has left or is slow, and the frame is dropped.
    if (const unsigned failures = io_uring_cq_ready(&ring_); failures > 0) io_uring_cq_advance(&ring_, failures);
  }

 private:
  io_uring ring_{};
  std::vector<sws::bench::MessageFrame> frames_;  // never reallocated: the ring holds pointers into it
};

}  // namespace

int main(int argc, char** argv) {
  BatchSender sender;
  const auto options = sws::bench::parse_floor_options(argc, argv);
  if (options.takes_posts) sws::bench::FloorBroadcaster(options, sender).run();
  sws::bench::FloorServer(options, sender).run();
}
