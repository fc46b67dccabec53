#include "tests/integration/websocket_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <stdexcept>
#include <utility>

#include "tests/integration/completion.hpp"

namespace sws {
namespace net = boost::asio;
namespace websocket = boost::beast::websocket;

WebSocketClient::WebSocketClient(std::uint16_t port, std::string_view target, std::string_view address)
    : stream_(test_io_context()) {
  const net::ip::tcp::endpoint server(net::ip::make_address(address), port);
  auto& tcp = stream_.next_layer();
  throw_if(complete(tcp, [&](auto handler) { tcp.async_connect(server, handler); }), "connect");
  throw_if(complete(tcp, [&](auto handler) { stream_.async_handshake("localhost", target, handler); }),
           "handshake");
  stream_.control_callback([this](websocket::frame_type kind, boost::beast::string_view payload) {
    if (kind == websocket::frame_type::pong) pong_ = std::string(payload);
  });
}

std::optional<std::string> WebSocketClient::receive(boost::beast::error_code& error) {
  error = complete(stream_.next_layer(), [&](auto handler) { stream_.async_read(received_, handler); });
  if (error == boost::beast::error::timeout) throw_if(error, "receive a message");
  if (error) return std::nullopt;
  std::string message = boost::beast::buffers_to_string(received_.data());
  received_.consume(received_.size());
  if (!stream_.got_text()) throw std::runtime_error("a binary message: " + message);
  return message;
}

void WebSocketClient::send(std::string_view text) {
  stream_.text(true);
  write(text);
}

void WebSocketClient::send_binary(std::string_view bytes) {
  stream_.binary(true);
  write(bytes);
}

void WebSocketClient::write(std::string_view message) {
  const net::const_buffer buffer(message.data(), message.size());
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_write(buffer, handler); }), "send");
}

void WebSocketClient::send_ping(std::string_view payload) {
  websocket::ping_data data;
  data.assign(payload.data(), payload.size());
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_ping(data, handler); }), "ping");
}

std::optional<std::string> WebSocketClient::take_pong() {
  return std::exchange(pong_, std::nullopt);
}

void WebSocketClient::close(std::uint16_t code) {
  throw_if(complete(stream_.next_layer(),
                    [&](auto handler) { stream_.async_close(websocket::close_reason(code), handler); }),
           "close");
}

}  // namespace sws
