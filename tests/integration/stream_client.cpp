#include "tests/integration/stream_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <charconv>
#include <stdexcept>

#include "tests/integration/completion.hpp"

namespace sws {
namespace net = boost::asio;
namespace websocket = boost::beast::websocket;

StreamClient::StreamClient(std::uint16_t port, std::string_view target, std::string_view address)
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

std::optional<std::string> StreamClient::next_message() {
  const auto error = complete(stream_.next_layer(), [&](auto handler) { stream_.async_read(received_, handler); });
  if (error == websocket::error::closed) return std::nullopt;
  throw_if(error, "receive a message");
  std::string message = boost::beast::buffers_to_string(received_.data());
  received_.consume(received_.size());
  if (!stream_.got_text()) throw std::runtime_error("a binary message: " + message);
  return message;
}

std::int32_t StreamClient::next_number() {
  const std::optional<std::string> message = next_message();
  if (!message) throw std::runtime_error("the server closed with " + std::to_string(close_code()));
  return number_in(*message);
}

std::vector<std::int32_t> StreamClient::rest_of_numbers() {
  std::vector<std::int32_t> numbers;
  while (const std::optional<std::string> message = next_message()) numbers.push_back(number_in(*message));
  return numbers;
}

void StreamClient::send_text(std::string_view message) {
  stream_.text(true);
  const net::const_buffer buffer(message.data(), message.size());
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_write(buffer, handler); }), "send");
}

void StreamClient::send_binary(std::string_view message) {
  stream_.binary(true);
  const net::const_buffer buffer(message.data(), message.size());
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_write(buffer, handler); }), "send");
}

std::string StreamClient::ping(std::string_view payload) {
  websocket::ping_data data;
  data.assign(payload.data(), payload.size());
  pong_.reset();
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_ping(data, handler); }), "ping");
  while (!pong_) {
    if (!next_message()) throw std::runtime_error("the server closed instead of answering a ping");
  }
  return *pong_;
}

void StreamClient::close(std::uint16_t code) {
  throw_if(complete(stream_.next_layer(),
                    [&](auto handler) { stream_.async_close(websocket::close_reason(code), handler); }),
           "close");
}

std::int32_t number_in(std::string_view message) {
  constexpr std::string_view kBefore = "{\"message\": ";
  std::int32_t number = 0;
  if (message.starts_with(kBefore)) {
    std::from_chars(message.data() + kBefore.size(), message.data() + message.size(), number);
  }
  if (message != std::string(kBefore) + std::to_string(number) + "}") {
    throw std::runtime_error("not spelt like the original: " + std::string(message));
  }
  return number;
}

}  // namespace sws
