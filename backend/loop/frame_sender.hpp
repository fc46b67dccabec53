// Sends encoded frames: with one send(2) each, or gathered during a tick and submitted together
// (io_uring_sender.hpp), because a system call costs more than all other work for a message. One for each worker,
// used on its thread only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>

namespace sws {

class FrameSender {
 public:
  // The destination of frames.
  class Socket {
   public:
    virtual int native_handle() = 0;

    // The kernel did not take `rest`, the end of a gathered frame, because the peer is slow or gone.
    virtual void on_unsent(std::span<const char> rest) = 0;

   protected:
    ~Socket() = default;
  };

  virtual ~FrameSender() = default;

  // Returns, as send(2) does, how many bytes it took, or −1 with errno set. A gathered frame is always taken whole;
  // the socket must live until flush().
  virtual ssize_t send(Socket& socket, std::span<const char> frame) { return send_now(socket, frame); }

  // The number of the batch that is being gathered, which changes with each flush(), or 0 outside a tick. A socket
  // must not have two frames in one batch, because the kernel could lack room for the first one and then take the
  // second.
  std::uint32_t batch() const { return batch_; }

  // Frames that are sent between these two calls may be gathered.
  virtual void begin_tick() {}
  virtual void end_tick() {}

  // Submits the gathered frames. Must be called before anything else is done with a socket that has a frame among
  // them.
  virtual void flush() {}

 protected:
  // Calls send(2) without waiting.
  static ssize_t send_now(Socket& socket, std::span<const char> frame);

  std::uint32_t batch_ = 0;
};

}  // namespace sws
