#include "backend/loop/io_uring_sender.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace sws {
namespace {

// Without MSG_WAITALL a partial send would count as a success, whose completion is skipped.
constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_WAITALL;

}  // namespace

boost::system::result<std::unique_ptr<IoUringSender>, std::string> IoUringSender::create() {
  std::unique_ptr<IoUringSender> sender(new IoUringSender);
  constexpr unsigned kSetup =
      IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL;
  const int error = io_uring_queue_init(kCapacity, &sender->ring_, kSetup);
  if (error < 0) {
    sender->ring_.ring_fd = -1;
    return std::string("io_uring_setup: ") + std::strerror(-error);
  }
  if ((sender->ring_.features & IORING_FEAT_CQE_SKIP) == 0) {
    return std::string("io_uring: this kernel cannot skip completions");
  }
  return sender;
}

IoUringSender::~IoUringSender() {
  if (ring_.ring_fd >= 0) io_uring_queue_exit(&ring_);
}

void IoUringSender::begin_tick() {
  if (!enabled_) io_uring_enable_rings(&ring_);
  enabled_ = in_tick_ = true;
  begin_batch();
}

void IoUringSender::end_tick() {
  flush();
  in_tick_ = false;
  batch_ = 0;
}

void IoUringSender::begin_batch() {
  if (++batches_ == 0) ++batches_;
  batch_ = batches_;
}

ssize_t IoUringSender::send(Socket& socket, std::span<const char> frame) {
  if (!in_tick_) return send_now(socket, frame);
  if (gathered_ == kCapacity || frame.size() > kMaxGatheredSize) flush();
  if (frame.size() > kMaxGatheredSize) return send_now(socket, frame);
  Frame& gathered = frames_[gathered_];
  gathered.socket = &socket;
  gathered.size = static_cast<std::uint8_t>(frame.size());
  std::copy(frame.begin(), frame.end(), gathered.bytes.begin());
  io_uring_sqe* const entry = io_uring_get_sqe(&ring_);
  io_uring_prep_send(entry, socket.native_handle(), gathered.bytes.data(), frame.size(), kFlags);
  io_uring_sqe_set_flags(entry, IOSQE_CQE_SKIP_SUCCESS);
  io_uring_sqe_set_data64(entry, gathered_);
  ++gathered_;
  return static_cast<ssize_t>(frame.size());
}

void IoUringSender::flush() {
  if (gathered_ == 0) return;
  while (io_uring_sq_ready(&ring_) > 0) {
    const int submitted = io_uring_submit(&ring_);
    const bool transient = submitted >= 0 || submitted == -EINTR || submitted == -EAGAIN;  // EAGAIN: out of memory
    if (!transient) throw std::system_error(-submitted, std::generic_category(), "io_uring_enter");
  }
  gathered_ = 0;
  begin_batch();
  io_uring_cqe* completion = nullptr;
  while (io_uring_peek_cqe(&ring_, &completion) == 0) {
    const Frame& frame = frames_[io_uring_cqe_get_data64(completion)];
    const auto sent = static_cast<std::size_t>(std::max(completion->res, 0));
    io_uring_cqe_seen(&ring_, completion);
    frame.socket->on_unsent(std::span<const char>(frame.bytes.data(), frame.size).subspan(sent));
  }
}

}  // namespace sws
