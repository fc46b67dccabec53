// Gathers the frames of one tick and submits them in one system call (io_uring_ring.hpp). If the kernel stops
// taking them, the sender sends every frame with send(2), and goes on so.
#pragma once

#include <array>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/loop/frame_sender.hpp"
#include "backend/loop/io_uring_ring.hpp"

namespace sws {

class IoUringSender final : public FrameSender {
 public:
  // In bytes. A longer frame is sent alone, with a system call of its own. The longest number of protocol 1 fits,
  // also encrypted, and so does one of an event stream with the token behind its id.
  static constexpr std::size_t kMaxGatheredSize = 247;

  // Called once, on the sender's thread, when it begins to send without io_uring.
  using OnGivenUp = std::function<void(const std::string& why)>;

  // Fails if the kernel is older than 6.1 or does not permit io_uring, as in many containers; the error says which.
  // The first call of begin_tick() binds the sender to its thread.
  static boost::system::result<std::unique_ptr<IoUringSender>, std::string> create(OnGivenUp on_given_up = {});

  ssize_t send(Socket& socket, std::span<const char> frame) override;
  void begin_tick() override;
  void end_tick() override;
  void flush() override;

 private:
  static constexpr unsigned kCapacity = 1024;  // frames per system call; a larger batch costs more than it saves

  struct Frame {
    Socket* socket;
    std::span<const char> bytes;  // in arena_
  };

  enum class State : std::uint8_t { opened, enabled, given_up };

  explicit IoUringSender(OnGivenUp on_given_up);

  void begin_batch();
  void give_up(const std::string& why);
  static void send_alone(const Frame& frame);

  OnGivenUp on_given_up_;
  IoUringRing ring_;
  std::vector<Frame> frames_;
  std::vector<char> arena_;  // the frames' bytes, one behind the other, so that a batch takes little of the cache
  std::size_t arena_used_ = 0;
  unsigned gathered_ = 0;
  std::uint32_t batches_ = 0;  // number of the latest batch
  State state_ = State::opened;
};

}  // namespace sws
