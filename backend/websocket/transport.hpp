// The layer under websocket::stream through which every byte passes. Besides the reads and writes that Beast makes,
// it sends prebuilt frames straight to the kernel: no copy, no allocation, no completion handler. It knows whether
// Beast has a write in flight, so that the two never interleave. Owned by one connection, used on its worker's
// thread only.
#pragma once

#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffer_traits.hpp>
#include <boost/beast/core/buffers_cat.hpp>
#include <boost/beast/core/buffers_prefix.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>

#include "backend/loop/frame_sender.hpp"
#include "backend/net/byte_stream.hpp"
#include "shared/close_code.hpp"

namespace sws {

inline constexpr unsigned char kCloseFrame = 0x88;  // FIN, opcode 8 (RFC 6455 §5.2)

enum class SendStatus {
  sent,     // taken, and all of it gone or about to go
  blocked,  // the peer is slow, or another write under way; nothing was taken: async_wait_writable(), then compute
            // anew
  partial,  // taken, but the kernel has only part of it: async_wait_writable() sends the rest
  failed,   // the connection is broken
};

class Transport final : public FrameSender::Socket {
 public:
  using executor_type = ByteStream::executor_type;

  class Owner {
   public:
    // A frame that was sent did not go out whole after all: async_wait_writable() sends the rest.
    virtual void on_rest() = 0;

    // Beast begins to write a close frame: nothing else may be sent any more (RFC 6455 §5.5.1). The only word of a
    // connection that Beast ends by itself because the peer broke the protocol.
    virtual void on_close_frame(CloseCode code) = 0;

   protected:
    ~Owner() = default;
  };

  // `prefetched`: bytes already read from the stream behind the HTTP request; reads deliver them first.
  Transport(ByteStream stream, std::string prefetched, FrameSender& sender, Owner& owner)
      : stream_(std::move(stream)), sender_(&sender), prefetched_(std::move(prefetched)), owner_(&owner) {}

  executor_type get_executor() { return stream_.get_executor(); }
  ByteStream& stream() { return stream_; }
  bool has_prefetched() const { return !prefetched_.empty(); }

  // Hands one whole frame to the kernel, now or at the end of the tick, without waiting. Over TLS a frame that is
  // encrypted is taken: what the kernel does not take of it is partial, be it all.
  SendStatus send_frame(std::span<const char> frame);

  // Has the processor fetch what send_frame() will touch.
  void prefetch() const {
    for (std::size_t at = 0; at < kSendingSize; at += 64)
      __builtin_prefetch(reinterpret_cast<const char*>(this) + at);
  }

  // Takes one whole frame in any case: what the kernel does not take now is kept, and goes out ahead of whatever is
  // written next or with async_wait_writable(). For the few frames that a connection must not lose.
  void take_frame(std::span<const char> frame);
  bool has_rest() const { return !rest_.empty() || stream_.has_unsent(); }  // of a frame that was taken

  // Calls `handler`, as a completion, once the socket takes bytes again, no write of Beast's is under way and
  // nothing is left of frames taken. One waiter at a time.
  void async_wait_writable(std::function<void(boost::system::error_code)> handler);

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token);

  // Takes a close frame with `code`. Of what Beast writes from here on, pongs and an answer to the peer's close
  // frame, nothing is sent: it only seems to be.
  void take_close(CloseCode code);

  void end_tls();  // ByteStream's, behind what is gathered
  void close();
  void reset();  // ByteStream's, behind what is gathered

  // Reads and drops what still comes, until the peer ends the connection too.
  template <class Handler>
  void async_discard(Handler handler);

  // Completes only when all of `buffers` is written: a control frame of Beast's is never cut by a frame of ours.
  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token);

 private:
  static constexpr std::size_t kSendingSize = 128;

  int native_handle() override { return stream_.native_handle(); }
  void on_unsent(std::span<const char> rest) override;
  void drop_rest();
  SendStatus send_encrypted(std::span<const char> frame);
  boost::system::error_code send_rest();
  void on_beast_wrote(boost::system::error_code error);

  // What sending a frame touches: kSendingSize bytes.
  ByteStream stream_;
  FrameSender* sender_;
  std::uint32_t gathered_in_ = 0;  // the sender's batch that holds the last frame sent
  bool write_in_flight_ = false;
  bool close_taken_ = false;  // nothing of Beast's is sent any more
  std::string rest_;          // what the stream did not yet take of a partial frame

  std::size_t rest_begin_ = 0;  // what is before this in rest_ is gone
  std::string rest_sent_;       // the same, while it goes out ahead of a write of Beast's
  std::string prefetched_;
  Owner* owner_;
  std::function<void(boost::system::error_code)> waiter_;  // for a write of Beast's to end
};

template <class MutableBuffers, class Token>
auto Transport::async_read_some(const MutableBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const MutableBuffers& into) {
        if (prefetched_.empty()) return stream_.async_read_some(into, std::move(handler));
        const std::size_t size = boost::asio::buffer_copy(into, boost::asio::buffer(prefetched_));
        prefetched_.erase(0, size);
        if (prefetched_.empty()) prefetched_ = std::string();
        const auto executor = boost::asio::get_associated_executor(handler, get_executor());
        boost::asio::post(executor, [handler = std::move(handler), size]() mutable {
          handler(boost::system::error_code(), size);
        });
      },
      token, buffers);
}

template <class ConstBuffers, class Token>
auto Transport::async_write_some(const ConstBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const ConstBuffers& from) {
        sender_->flush();
        std::array<unsigned char, 4> begin{};  // the header, and a close frame's code
        boost::asio::buffer_copy(boost::asio::buffer(begin), from);
        if (begin[0] == kCloseFrame) owner_->on_close_frame(static_cast<CloseCode>(begin[2] << 8 | begin[3]));
        write_in_flight_ = true;
        rest_sent_ = std::exchange(rest_, std::string());
        const std::size_t size = boost::beast::buffer_bytes(from);
        const auto executor = boost::asio::get_associated_executor(handler, get_executor());
        boost::asio::async_write(
            stream_,
            boost::beast::buffers_cat(boost::asio::buffer(rest_sent_) + std::exchange(rest_begin_, 0),
                                      boost::beast::buffers_prefix(close_taken_ ? 0 : size, from)),
            boost::asio::bind_executor(executor, [this, handler = std::move(handler), size](
                                                     boost::system::error_code error, std::size_t) mutable {
              on_beast_wrote(error);
              handler(error, error ? 0 : size);
            }));
      },
      token, buffers);
}

// Through Asio's queue each time, so that a peer who never stops delays nobody else.
template <class Handler>
void Transport::async_discard(Handler handler) {
  static thread_local std::array<char, 4096> dropped;  // nobody looks at it
  stream_.async_read_some(boost::asio::buffer(dropped), [this, handler = std::move(handler)](
                                                            boost::system::error_code error, std::size_t) mutable {
    if (!error) return async_discard(std::move(handler));
    handler(error == boost::asio::error::eof ? boost::system::error_code() : error);
  });
}

// Beast ends the TCP connection through these (RFC 6455 §7.1.1).
inline void beast_close_socket(Transport& transport) {
  transport.close();
}

inline void teardown(boost::beast::role_type role, Transport& transport, boost::system::error_code& error) {
  transport.end_tls();
  boost::beast::websocket::teardown(role, transport.stream().socket(), error);
}

template <class Handler>
void async_teardown(boost::beast::role_type, Transport& transport, Handler&& handler) {
  transport.end_tls();
  boost::system::error_code ignored;  // then the read says so too
  transport.stream().socket().shutdown(TcpSocket::shutdown_send, ignored);
  transport.async_discard(std::forward<Handler>(handler));
}

}  // namespace sws
