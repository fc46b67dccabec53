#include "backend/loop/io_uring_sender.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace sws {

IoUringSender::IoUringSender(OnGivenUp on_given_up)
    : on_given_up_(std::move(on_given_up)), frames_(kCapacity), arena_(kCapacity * kMaxGatheredSize) {}

boost::system::result<std::unique_ptr<IoUringSender>, std::string> IoUringSender::create(OnGivenUp on_given_up) {
  if (std::string error = try_out_io_uring(); !error.empty()) return error;
  std::unique_ptr<IoUringSender> sender(new IoUringSender(std::move(on_given_up)));
  if (std::string error = sender->ring_.open(kCapacity); !error.empty()) return error;
  return sender;
}

void IoUringSender::begin_tick() {
  if (state_ == State::opened) {
    state_ = State::enabled;
    if (const std::string error = ring_.enable(); !error.empty()) give_up(error);
  }
  if (state_ == State::enabled) begin_batch();
}

void IoUringSender::end_tick() {
  flush();
  batch_ = 0;
}

void IoUringSender::begin_batch() {
  if (++batches_ == 0) ++batches_;
  batch_ = batches_;
}

void IoUringSender::give_up(const std::string& why) {
  state_ = State::given_up;
  batch_ = 0;
  ring_.close();
  if (on_given_up_) on_given_up_(why);
}

ssize_t IoUringSender::send(Socket& socket, std::span<const char> frame) {
  if (gathered_ == kCapacity) flush();
  if (batch_ == 0 || frame.size() > kMaxGatheredSize) return send_now(socket, frame);
  char* const bytes = arena_.data() + arena_used_;
  std::memcpy(bytes, frame.data(), frame.size());
  arena_used_ += frame.size();
  frames_[gathered_] = {&socket, {bytes, frame.size()}};
  ring_.add(socket.native_handle(), frames_[gathered_].bytes, gathered_);
  ++gathered_;
  note_gathered(socket);
  return static_cast<ssize_t>(frame.size());
}

// A frame that the kernel did not take whole goes back to its socket. The frames behind those that the ring has
// taken are sent one by one, so that each goes out once.
void IoUringSender::flush() {
  if (gathered_ == 0) return;
  const unsigned gathered = std::exchange(gathered_, 0);
  arena_used_ = 0;
  const unsigned taken = ring_.submit();
  begin_batch();
  ring_.take_failures([this](std::uint64_t name, std::size_t sent) {
    const Frame& frame = frames_[name];
    frame.socket->on_unsent(frame.bytes.subspan(sent));
  });
  if (taken == gathered) return;
  give_up(ring_.error());
  for (unsigned i = taken; i < gathered; ++i) send_alone(frames_[i]);
}

void IoUringSender::send_alone(const Frame& frame) {
  const ssize_t result = send_now(*frame.socket, frame.bytes);
  const auto sent = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
  if (sent < frame.bytes.size()) frame.socket->on_unsent(frame.bytes.subspan(sent));
}

}  // namespace sws
