// The stream that Beast's websocket::stream reads from and writes to. It gives Beast what the peer sends, counts
// it, and passes on what Beast writes as if it were a frame of ours. Belongs to a BeastSocket (beast_socket.hpp),
// which lists what is done here and why; nothing else uses it. Used on the worker's thread only.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/role.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "backend/connection/discard.hpp"
#include "backend/connection/transport.hpp"
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

    // The peer closes: its close frame came first, and is being answered.
    virtual void on_peer_close() = 0;

    // The peer broke RFC 6455 or sent too large a message. A close frame with `code` is being sent.
    virtual void on_violation(CloseCode code) = 0;

   protected:
    ~Owner() = default;
  };

  // `transport` and `owner` must outlive the layer, but need not be constructed yet. Reads deliver `prefetched`
  // first: bytes that were read from the stream behind the HTTP request.
  BeastLayer(executor_type executor, Transport& transport, std::string prefetched, Owner& owner)
      : executor_(std::move(executor)), transport_(transport), owner_(owner), prefetched_(std::move(prefetched)) {}

  executor_type get_executor() const { return executor_; }
  Transport& transport() { return transport_; }
  Owner& owner() { return owner_; }
  bool has_prefetched() const { return !prefetched_.empty(); }

  // Sends a close frame. From here on nothing that Beast writes is sent: it only seems to be.
  void send_close(CloseCode code, std::string_view reason = "");
  bool has_sent_close() const { return has_sent_close_; }

  // Says that the close frame which Beast will write next is an answer.
  void expect_answer_to_close() { answers_close_ = true; }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token);

  // Completes when all of `buffers` has gone out.
  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token);

 private:
  bool take_write(std::string_view bytes);

  template <class Handler>
  void complete(Handler handler, boost::system::error_code error, std::size_t size) {
    boost::asio::post(executor_, [handler = std::move(handler), error, size]() mutable { handler(error, size); });
  }

  executor_type executor_;
  Transport& transport_;
  Owner& owner_;
  std::string prefetched_;
  bool has_sent_close_ = false;
  bool answers_close_ = false;
};

template <class MutableBuffers, class Token>
auto BeastLayer::async_read_some(const MutableBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const MutableBuffers& into) {
        auto counted = [this, handler = std::move(handler)](boost::system::error_code error,
                                                            std::size_t size) mutable {
          if (size > 0 && !owner_.on_bytes(size)) {
            return async_await_end(transport_.stream(),
                                   [handler = std::move(handler)](boost::system::error_code why) mutable {
                                     handler(why, std::size_t{0});
                                   });
          }
          handler(error, size);
        };
        if (prefetched_.empty()) return transport_.stream().async_read_some(into, std::move(counted));
        const std::size_t size = boost::asio::buffer_copy(into, boost::asio::buffer(prefetched_));
        prefetched_.erase(0, size);
        if (prefetched_.empty()) prefetched_ = std::string();
        complete(std::move(counted), {}, size);
      },
      token, buffers);
}

template <class ConstBuffers, class Token>
auto BeastLayer::async_write_some(const ConstBuffers& buffers, Token&& token) {
  using Signature = void(boost::system::error_code, std::size_t);
  return boost::asio::async_initiate<Token, Signature>(
      [this](auto handler, const ConstBuffers& from) {
        const std::string bytes = boost::beast::buffers_to_string(from);
        const std::size_t size = bytes.size();
        if (!take_write(bytes)) return complete(std::move(handler), boost::asio::error::broken_pipe, 0);
        if (!transport_.has_rest()) return complete(std::move(handler), {}, size);
        // Beast goes on behind the others that wait to write. Otherwise a peer that pings without pause and reads
        // slowly would keep its own numbers from being sent.
        transport_.async_wait_writable(
            [this, handler = std::move(handler), size](boost::system::error_code error) mutable {
              complete(std::move(handler), error, error ? 0 : size);
            });
      },
      token, buffers);
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
