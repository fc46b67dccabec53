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

   private:
    friend class FrameSender;
    std::uint32_t gathered_in_ = 0;  // the batch that holds its last gathered frame
  };

  virtual ~FrameSender() = default;

  // Submits the batch that is being gathered if it holds a frame of `socket`. Must be called before anything else
  // is done with the socket, and before its owner looks at what is unsent: a socket must not have two frames in one
  // batch, because the kernel could lack room for the first one and then take the second.
  void settle(const Socket& socket) {
    if (batch_ != 0 && socket.gathered_in_ == batch_) flush();
  }

  // Returns, as send(2) does, how many bytes it took, or −1 with errno set. A gathered frame is always taken whole;
  // the socket must live until flush(). REQUIRES: settle(socket) was called, and nothing of it is unsent.
  virtual ssize_t send(Socket& socket, std::span<const char> frame) { return send_now(socket, frame); }

  // Frames that are sent between these two calls may be gathered.
  virtual void begin_tick() {}
  virtual void end_tick() {}

  // Submits the gathered frames.
  virtual void flush() {}

 protected:
  // Calls send(2) without waiting.
  static ssize_t send_now(Socket& socket, std::span<const char> frame);

  // Only the sender itself knows which batch takes a frame, because it may have to submit a full one first.
  void note_gathered(Socket& socket) const { socket.gathered_in_ = batch_; }

  std::uint32_t batch_ =
      0;  // the batch that is being gathered: another number after each flush(), 0 if there is none
};

}  // namespace sws
