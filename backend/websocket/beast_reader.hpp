// A stream of Beast, for as long as a message is being read. The connections of a worker borrow it from each other:
// between two messages it remembers nothing. Belongs to the BeastSockets (beast_socket.hpp); nothing else uses it.
// Used on the worker's thread only.
#pragma once

#include <array>
#include <boost/asio/execution_context.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "backend/net/upgrade.hpp"
#include "backend/websocket/beast_layer.hpp"

namespace sws {

// The next layer of a stream of Beast: it passes everything on to the layer of the connection that has the stream.
class BeastLink {
 public:
  using executor_type = BeastLayer::executor_type;

  explicit BeastLink(executor_type executor) : executor_(std::move(executor)) {}

  executor_type get_executor() const { return executor_; }
  BeastLayer& layer() { return *layer_; }
  void set_layer(BeastLayer* layer) { layer_ = layer; }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token) {
    return layer_->async_read_some(buffers, std::forward<Token>(token));
  }
  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token) {
    return layer_->async_write_some(buffers, std::forward<Token>(token));
  }

  // Takes all of `buffers` at once: the answer to an upgrade. Without a layer it is dropped.
  template <class ConstBuffers>
  std::size_t write_some(const ConstBuffers& buffers, boost::system::error_code& error) {
    const std::string bytes = boost::beast::buffers_to_string(buffers);
    error = !layer_ || layer_->take_write(bytes) ? boost::system::error_code() : boost::asio::error::broken_pipe;
    return error ? 0 : bytes.size();
  }

  // Beast wants a stream that has these as well, and calls none of them.
  template <class ConstBuffers>
  std::size_t write_some(const ConstBuffers&);
  template <class MutableBuffers>
  std::size_t read_some(const MutableBuffers&);
  template <class MutableBuffers>
  std::size_t read_some(const MutableBuffers&, boost::system::error_code&);

 private:
  executor_type executor_;
  BeastLayer* layer_ = nullptr;
};

// Beast ends the TCP connection through these two (RFC 6455 §7.1.1). It finds them by their names.
inline void beast_close_socket(BeastLink& link) {
  beast_close_socket(link.layer());
}

template <class Handler>
void async_teardown(boost::beast::role_type role, BeastLink& link, Handler&& handler) {
  async_teardown(role, link.layer(), std::forward<Handler>(handler));
}

struct BeastReader {
  // A message that took more than one read, and room to read more of it.
  struct LongMessage {
    explicit LongMessage(std::size_t buffer_size)
        : buffer(std::make_unique_for_overwrite<char[]>(buffer_size)), size(buffer_size) {}
    std::string received;
    std::unique_ptr<char[]> buffer;
    std::size_t size;
  };

  explicit BeastReader(BeastLink::executor_type executor) : socket(BeastLink(std::move(executor))) {}

  // Answers `request`; without an error the stream is open then.
  boost::system::error_code answer(const HttpRequest& request);

  boost::asio::mutable_buffer room();

  boost::beast::websocket::stream<BeastLink, false> socket;  // false: no permessage-deflate, and no room for it
  std::array<char, 128> short_message;                       // most messages fit
  std::unique_ptr<LongMessage> long_message;                 // while one is being read
};

// The readers of one worker that nobody uses. Asio destroys it with the worker's io_context.
class BeastReaders final : public boost::asio::execution_context::service {
 public:
  using key_type = BeastReaders;
  static inline boost::asio::execution_context::id id;

  explicit BeastReaders(boost::asio::execution_context& context) : service(context) {}

  // Those of the worker whose executor this is.
  static BeastReaders& of(const BeastLink::executor_type& executor) {
    return boost::asio::use_service<BeastReaders>(executor.context());
  }

  // Returns a reader whose stream is open.
  std::unique_ptr<BeastReader> take(const BeastLink::executor_type& executor);

  // Takes back a reader whose stream is open and in the middle of nothing.
  void give(std::unique_ptr<BeastReader> reader);

 private:
  void shutdown() override { idle_.clear(); }

  std::vector<std::unique_ptr<BeastReader>> idle_;
};

}  // namespace sws
