// How prebuilt frames reach the kernel: one send(2) each, or, while a tick runs, gathered and submitted together
// (io_uring_sender.hpp), for a system call costs more than all else about a message. One per worker, on its thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>

namespace sws {

class FrameSender {
 public:
  // Where frames go.
  class Socket {
   public:
    virtual int native_handle() = 0;

    // A gathered frame did not go out whole: the kernel did not take `rest`, because the peer is slow or gone.
    virtual void on_unsent(std::span<const char> rest) = 0;

   protected:
    ~Socket() = default;
  };

  virtual ~FrameSender() = default;

  // Returns how many bytes are taken, or −1 with errno set, as send(2) does. A gathered frame is taken whole.
  virtual ssize_t send(Socket& socket, std::span<const char> frame) { return send_now(socket, frame); }

  // Names what is being gathered now, until it is flushed; 0 while nothing is gathered. A socket may not have two
  // frames in one batch: the kernel could refuse the first for lack of room and find room for the second.
  std::uint32_t batch() const { return batch_; }

  // What is sent between the two may be gathered.
  virtual void begin_tick() {}
  virtual void end_tick() {}

  // Hands over what is gathered. To be called before anything else is done to a socket that it may be for.
  virtual void flush() {}

 protected:
  // send(2), without waiting.
  static ssize_t send_now(Socket& socket, std::span<const char> frame);

  std::uint32_t batch_ = 0;
};

}  // namespace sws
