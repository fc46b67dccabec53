#include "backend/loop/io_uring_ring.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace sws {
namespace {

// Without MSG_WAITALL a partial send would count as a success, whose completion is skipped.
constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_WAITALL;

constexpr int kAttempts = 4;  // in a row of which the kernel takes nothing: it is not short of memory for a moment

std::string failure(const char* call, int error) {
  return std::string(call) + ": " + std::strerror(error);
}

class SocketPair {
 public:
  SocketPair() : is_open_(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends_.data()) == 0) {}
  SocketPair(const SocketPair&) = delete;
  ~SocketPair() {
    for (const int end : ends_) {
      if (is_open_) ::close(end);
    }
  }

  bool is_open() const { return is_open_; }
  int near() const { return ends_[0]; }
  int far() const { return ends_[1]; }

 private:
  std::array<int, 2> ends_{};
  bool is_open_;
};

}  // namespace

std::string IoUringRing::open(unsigned capacity) {
  constexpr unsigned kSetup =
      IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL;
  const int error = io_uring_queue_init(capacity, &ring_, kSetup);
  if (error < 0) {
    ring_.ring_fd = -1;
    return failure("io_uring_setup", -error);
  }
  if ((ring_.features & IORING_FEAT_CQE_SKIP) == 0) return "io_uring: this kernel cannot skip completions";
  return "";
}

std::string IoUringRing::enable() {
  const int error = io_uring_enable_rings(&ring_);
  return error < 0 ? failure("io_uring_register", -error) : "";
}

void IoUringRing::close() {
  if (ring_.ring_fd >= 0) io_uring_queue_exit(&ring_);
  ring_.ring_fd = -1;
}

void IoUringRing::add(int socket, std::span<const char> bytes, std::uint64_t name) {
  io_uring_sqe* const entry = io_uring_get_sqe(&ring_);
  io_uring_prep_send(entry, socket, bytes.data(), bytes.size(), kFlags);
  io_uring_sqe_set_flags(entry, IOSQE_CQE_SKIP_SUCCESS);
  io_uring_sqe_set_data64(entry, name);
}

unsigned IoUringRing::submit() {
  const unsigned prepared = io_uring_sq_ready(&ring_);
  unsigned left = prepared;
  for (int attempt = 0; left > 0 && attempt < kAttempts; ++attempt) {
    const int result = io_uring_submit(&ring_);
    const unsigned still_left = io_uring_sq_ready(&ring_);
    if (std::exchange(left, still_left) > still_left) {
      attempt = -1;
      continue;
    }
    error_ = result < 0 ? failure("io_uring_enter", -result) : "io_uring_enter: the kernel takes nothing";
  }
  return prepared - left;
}

std::string try_out_io_uring() {
  IoUringRing ring;
  if (std::string error = ring.open(2); !error.empty()) return error;
  if (std::string error = ring.enable(); !error.empty()) return error;
  const SocketPair open, shut;
  if (!open.is_open() || !shut.is_open()) return failure("io_uring: socketpair", errno);
  shutdown(shut.near(), SHUT_WR);
  ring.add(open.near(), std::span("o", 1), 0);
  ring.add(shut.near(), std::span("s", 1), 1);
  if (ring.submit() < 2) return ring.error();
  std::vector<std::uint64_t> failed;
  ring.take_failures([&failed](std::uint64_t name, std::size_t) { failed.push_back(name); });
  char received = 0;
  const bool arrived = recv(open.far(), &received, 1, MSG_DONTWAIT) == 1 && received == 'o';
  const bool as_expected = arrived && failed == std::vector<std::uint64_t>{1};
  return as_expected ? "" : "io_uring: sends do not complete as they should";
}

}  // namespace sws
