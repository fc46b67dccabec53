// Gathers the frames of one tick and hands them to the kernel in one system call (io_uring(7)). Every send is
// non-blocking and done when that call returns, so nothing is ever outstanding: no completion can meet a closed
// socket or a descriptor that means another one by then.
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
  // Fails where the kernel is too old (before 6.1) or does not permit io_uring, as in many containers; the error
  // says which. The first call of begin_tick() binds the sender to its thread.
  static boost::system::result<std::unique_ptr<IoUringSender>, std::string> create();
  ~IoUringSender() override;

  ssize_t send(Socket& socket, std::span<const char> frame) override;
  void begin_tick() override;
  void end_tick() override;
  void flush() override;

 private:
  static constexpr unsigned kCapacity = 1024;          // frames a system call; more cost more than they save
  static constexpr std::size_t kMaxGatheredSize = 86;  // the longest number of protocol 1 has 57 bytes, over TLS 86

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
  std::uint32_t batches_ = 0;  // begun so far
  bool in_tick_ = false;
  bool enabled_ = false;
};

}  // namespace sws
