// The stream that Beast's websocket::stream reads from and writes to. It gives Beast what the peer sends, message
// by message, counts it, and passes on what Beast writes as if it were a frame of ours. Belongs to a BeastSocket
// (beast_socket.hpp), which lists what is done here and why; nothing else uses it. On the worker's thread only.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_prefix.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "backend/connection/discard.hpp"
#include "backend/connection/transport.hpp"
#include "backend/websocket/message_bounds.hpp"
#include "shared/close_code.hpp"

namespace sws {

class BeastLayer {
 public:
  using executor_type = ByteStream::executor_type;

  // The connection. Its functions are called from within Beast's operations: they may send, close and end.
  class Owner {
   public:
    // The peer sent `size` bytes, and Beast is about to parse them. False: they are dropped, and no more are read.
    virtual bool on_bytes(std::size_t size) = 0;

    // A ping, which is being answered, or a pong.
    virtual void on_ping_or_pong() = 0;

    // The peer closes: its close frame came first, and is being answered with the same code.
    virtual void on_peer_close(CloseCode code) = 0;

    // The peer broke RFC 6455 or sent too large a message. A close frame with `code` is being sent.
    virtual void on_violation(CloseCode code) = 0;

   protected:
    ~Owner() = default;
  };

  // `transport` and `owner` must outlive the layer, but need not be constructed yet. Reads deliver `prefetched`
  // first: bytes that were read from the stream behind the HTTP request.
  BeastLayer(executor_type executor, Transport& transport, std::string prefetched, Owner& owner)
      : executor_(std::move(executor)), transport_(transport), owner_(owner), input_(std::move(prefetched)) {}

  executor_type get_executor() const { return executor_; }
  Transport& transport() { return transport_; }
  Owner& owner() { return owner_; }

  // Whether there are bytes of the peer that Beast was not given.
  bool has_input() const { return !input_.empty(); }

  // Whether Beast has whole messages only, and there is nothing to give it. Once a read of Beast has completed, it
  // then remembers nothing, and another stream of Beast can go on in its place.
  bool is_between_messages() const { return !has_input() && bounds_.between_messages(); }

  // Another stream of Beast goes on.
  void begin_stream() { has_fed_ = false; }

  // Whether the last message was the layer's own, which has to be dropped: it is empty, and the layer makes it when
  // Beast asks for more behind pings and pongs. Otherwise Beast would go on reading, and could not be given up.
  bool took_own_message() { return std::exchange(gave_own_message_, false); }

  // Sends a close frame. From here on nothing that Beast writes is sent: it only seems to be.
  void send_close(CloseCode code, std::string_view reason = "");
  bool has_sent_close() const { return has_sent_close_; }

  // Says that the close frame which Beast will write next is an answer.
  void expect_answer_to_close() { answers_close_ = true; }

  // Calls `handler` with an error code, as a completion, when all that was written has gone out.
  template <class Handler>
  void async_await_sent(boost::system::error_code error, Handler handler);

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token);

  // Completes when all of `buffers` has gone out.
  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token);

  // Takes what Beast has written, without waiting. False: the connection is broken.
  bool take_write(std::string_view bytes);

 private:
  // Answers how many of the `size` bytes that were received into `buffers` come before the end of a message. The
  // others are kept.
  template <class MutableBuffers>
  std::size_t keep_from_next_message(const MutableBuffers& buffers, std::size_t size);
  std::size_t give_input(boost::asio::mutable_buffer into);
  std::size_t give_own_message(boost::asio::mutable_buffer into);

  template <class Handler>
  void complete(Handler handler, boost::system::error_code error, std::size_t size) {
    boost::asio::post(executor_, [handler = std::move(handler), error, size]() mutable { handler(error, size); });
  }

  executor_type executor_;
  Transport& transport_;
  Owner& owner_;
  std::string input_;  // bytes of the peer that Beast was not given
  MessageBounds bounds_;
  bool has_fed_ = false;           // this stream of Beast was given bytes of the peer, and no own message since
  bool gave_own_message_ = false;  // and Beast's read has not completed yet
  bool has_sent_close_ = false;
  bool answers_close_ = false;
};

template <class MutableBuffers, class Token>
auto BeastLayer::async_read_some(const MutableBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const MutableBuffers& into) {
        const auto first = boost::asio::buffer_sequence_begin(into);
        if (is_between_messages() && has_fed_) return complete(std::move(handler), {}, give_own_message(*first));
        auto counted = [this, handler = std::move(handler)](boost::system::error_code error,
                                                            std::size_t size) mutable {
          has_fed_ = true;
          if (size > 0 && !owner_.on_bytes(size)) {
            return async_await_end(transport_.stream(),
                                   [handler = std::move(handler)](boost::system::error_code why) mutable {
                                     handler(why, std::size_t{0});
                                   });
          }
          handler(error, size);
        };
        if (has_input()) return complete(std::move(counted), {}, give_input(*first));
        transport_.stream().async_read_some(into, [this, into, counted = std::move(counted)](
                                                      boost::system::error_code error, std::size_t size) mutable {
          counted(error, keep_from_next_message(into, size));
        });
      },
      token, buffers);
}

template <class MutableBuffers>
std::size_t BeastLayer::keep_from_next_message(const MutableBuffers& buffers, std::size_t size) {
  std::size_t taken = 0;
  bool ended = false;
  for (const boost::asio::const_buffer buffer :
       boost::beast::buffers_range(boost::beast::buffers_prefix(size, buffers))) {
    const std::string_view bytes(static_cast<const char*>(buffer.data()), buffer.size());
    const std::size_t of_message = ended ? 0 : bounds_.take(bytes);
    ended = bounds_.message_ended();
    input_.append(bytes.substr(of_message));
    taken += of_message;
  }
  return taken;
}

template <class ConstBuffers, class Token>
auto BeastLayer::async_write_some(const ConstBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const ConstBuffers& from) {
        const std::string bytes = boost::beast::buffers_to_string(from);
        const std::size_t size = bytes.size();
        boost::system::error_code failed;
        if (!take_write(bytes)) failed = boost::asio::error::broken_pipe;
        async_await_sent(failed, [handler = std::move(handler), size](boost::system::error_code error) mutable {
          handler(error, error ? 0 : size);
        });
      },
      token, buffers);
}

// Beast goes on behind the others that wait to write. Otherwise a peer that pings without pause and reads slowly
// would keep its own numbers from being sent.
template <class Handler>
void BeastLayer::async_await_sent(boost::system::error_code error, Handler handler) {
  auto soon = [this, handler = std::move(handler)](boost::system::error_code why) mutable {
    boost::asio::post(executor_, [handler = std::move(handler), why]() mutable { handler(why); });
  };
  if (error || !transport_.has_rest()) return soon(error);
  transport_.async_wait_writable(std::move(soon));
}

// Beast ends the TCP connection through these two (RFC 6455 §7.1.1). It finds them by their names.
inline void beast_close_socket(BeastLayer& layer) {
  layer.transport().close();
}

template <class Handler>
void async_teardown(boost::beast::role_type, BeastLayer& layer, Handler&& handler) {
  layer.transport().shutdown_send();
  async_discard(
      layer.transport().stream(), [&layer](std::size_t size) { return layer.owner().on_bytes(size); },
      std::forward<Handler>(handler));
}

}  // namespace sws
