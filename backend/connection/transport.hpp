// Sends prebuilt frames straight to the kernel: no copy, no allocation, no completion handler. It keeps the rest of
// a frame that the kernel took only in part, and waits for the peer to make room. Owned by one connection, used on
// its worker's thread only. It does not read: the connection does, through stream().
#pragma once

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "backend/connection/outlet.hpp"
#include "backend/loop/frame_sender.hpp"
#include "backend/net/byte_stream.hpp"

namespace sws {

class Transport final : public FrameSender::Socket {
 public:
  class Owner {
   public:
    // A frame that send_frame() had called sent did not go out whole after all: async_wait_writable() sends the
    // rest.
    virtual void on_rest() = 0;

   protected:
    ~Owner() = default;
  };

  // `sender` and `owner` must outlive the transport.
  Transport(ByteStream stream, FrameSender& sender, Owner& owner)
      : stream_(std::move(stream)), sender_(&sender), owner_(&owner) {}

  ByteStream& stream() { return stream_; }

  // Hands whole frames to the kernel, now or at the end of the tick, without waiting. Nothing is taken while a part
  // of an earlier frame is left. A frame that was encrypted for TLS counts as taken even if the kernel takes none
  // of it.
  SendStatus send_frame(std::span<const char> frames);

  // Takes a whole frame in any case, for the few frames that a connection must not lose: has_rest() tells whether
  // async_wait_writable() is needed to send all of it. False: the connection is broken.
  bool take_frame(std::span<const char> frame);

  // Whether something is left of frames that were taken.
  bool has_rest() const { return !rest_.empty() || stream_.has_unsent(); }

  // Sends what is left and calls `handler` with an error code, as a completion, once nothing is left and the kernel
  // takes bytes again. Several may wait; they are called in the order in which they began to.
  template <class Handler>
  void async_wait_writable(Handler handler);

  // As those of ByteStream, behind the frames of this tick.
  void shutdown_send();
  void close();
  void reset();

 private:
  int native_handle() override { return stream_.native_handle(); }
  void on_unsent(std::span<const char> rest) override;
  SendStatus send_encrypted(std::span<const char> frames);
  boost::system::error_code send_rest();

  ByteStream stream_;
  FrameSender* sender_;
  std::string rest_;            // bytes of taken frames that the stream has not taken
  std::size_t rest_begin_ = 0;  // everything before it in rest_ has gone out
  Owner* owner_;
};

template <class Handler>
void Transport::async_wait_writable(Handler handler) {
  stream_.async_wait_writable([this, handler = std::move(handler)](boost::system::error_code error) mutable {
    if (!error) error = send_rest();
    if (!error && has_rest()) return async_wait_writable(std::move(handler));
    handler(error);
  });
}

}  // namespace sws
