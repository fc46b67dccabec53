// Gathers the frames of one tick and submits them in one system call (io_uring(7)). Every send is non-blocking and
// has completed when that call returns. So no completion can arrive for a socket that is closed or for a descriptor
// that has been reused.
#pragma once

#include <liburing.h>

#include <array>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/loop/frame_sender.hpp"

namespace sws {

class IoUringSender final : public FrameSender {
 public:
  // Fails if the kernel is older than 6.1 or does not permit io_uring, as in many containers; the error says which.
  // The first call of begin_tick() binds the sender to its thread.
  static boost::system::result<std::unique_ptr<IoUringSender>, std::string> create();
  ~IoUringSender() override;

  ssize_t send(Socket& socket, std::span<const char> frame) override;
  void begin_tick() override;
  void end_tick() override;
  void flush() override;

 private:
  static constexpr unsigned kCapacity = 1024;  // frames per system call; a larger batch costs more than it saves
  static constexpr std::size_t kMaxGatheredSize =
      86;  // bytes: the longest number frame of protocol 1 has 57, over TLS 86

  struct Frame {
    Socket* socket;
    std::uint8_t size;
    std::array<char, kMaxGatheredSize> bytes;
  };

  IoUringSender() : frames_(kCapacity) {}

  void begin_batch();

  io_uring ring_{};
  std::vector<Frame> frames_;
  unsigned gathered_ = 0;
  std::uint32_t batches_ = 0;  // number of the latest batch
  bool in_tick_ = false;
  bool enabled_ = false;
};

}  // namespace sws
