#include "tests/integration/websocket_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <stdexcept>
#include <utility>

#include "tests/integration/deadline.hpp"

namespace sws {
namespace net = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::beast::error_code;

namespace {

// One context for all clients of a test, since only one operation is under way at a time.
net::io_context& context() {
  static net::io_context context{1};
  return context;
}

void throw_if(error_code error, const char* during) {
  if (error) throw boost::system::system_error(error, during);
}

}  // namespace

struct WebSocketClient::Connection {
  websocket::stream<boost::beast::tcp_stream> stream{context()};
  boost::beast::flat_buffer received;
  std::optional<std::string> pong;

  // Runs one asynchronous operation to its end as if it were a blocking call, but with the deadline that blocking
  // calls do not have. `initiate` gets a completion handler and starts the operation with it. The error is
  // beast::error::timeout at the deadline.
  template <class Initiate>
  error_code complete(Initiate initiate) {
    error_code result;
    boost::beast::get_lowest_layer(stream).expires_after(kDeadline);
    initiate([&result](error_code error, auto&&...) { result = error; });
    context().restart();
    context().run();
    boost::beast::get_lowest_layer(stream).expires_never();
    return result;
  }

  void write(std::string_view message) {
    const net::const_buffer buffer(message.data(), message.size());
    throw_if(complete([&](auto handler) { stream.async_write(buffer, handler); }), "send");
  }
};

WebSocketClient::WebSocketClient(std::uint16_t port, std::string_view target, std::string_view address)
    : connection_(std::make_unique<Connection>()) {
  Connection& c = *connection_;
  const net::ip::tcp::endpoint server(net::ip::make_address(address), port);
  throw_if(c.complete([&](auto handler) { c.stream.next_layer().async_connect(server, handler); }), "connect");
  throw_if(c.complete([&](auto handler) { c.stream.async_handshake("localhost", target, handler); }), "handshake");
  c.stream.control_callback([&c](websocket::frame_type kind, boost::beast::string_view payload) {
    if (kind == websocket::frame_type::pong) c.pong = std::string(payload);
  });
}

WebSocketClient::~WebSocketClient() = default;

std::optional<std::string> WebSocketClient::receive(std::string& problem) {
  Connection& c = *connection_;
  const error_code error = c.complete([&](auto handler) { c.stream.async_read(c.received, handler); });
  if (error == boost::beast::error::timeout) throw_if(error, "receive a message");
  if (error) {
    problem = error == websocket::error::closed ? "" : error.message();
    return std::nullopt;
  }
  std::string message = boost::beast::buffers_to_string(c.received.data());
  c.received.consume(c.received.size());
  if (!c.stream.got_text()) throw std::runtime_error("a binary message: " + message);
  return message;
}

std::uint16_t WebSocketClient::close_code() const {
  return connection_->stream.reason().code;
}

void WebSocketClient::send(std::string_view text) {
  connection_->stream.text(true);
  connection_->write(text);
}

void WebSocketClient::send_binary(std::string_view bytes) {
  connection_->stream.binary(true);
  connection_->write(bytes);
}

void WebSocketClient::send_ping(std::string_view payload) {
  Connection& c = *connection_;
  websocket::ping_data data;
  data.assign(payload.data(), payload.size());
  throw_if(c.complete([&](auto handler) { c.stream.async_ping(data, handler); }), "ping");
}

std::optional<std::string> WebSocketClient::take_pong() {
  return std::exchange(connection_->pong, std::nullopt);
}

void WebSocketClient::close(std::uint16_t code) {
  Connection& c = *connection_;
  throw_if(c.complete([&](auto handler) { c.stream.async_close(websocket::close_reason(code), handler); }),
           "close");
}

}  // namespace sws
