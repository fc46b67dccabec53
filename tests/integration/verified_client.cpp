#include "tests/integration/verified_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "shared/codec.hpp"
#include "tests/integration/completion.hpp"

namespace sws {
namespace net = boost::asio;

VerifiedClient::VerifiedClient(std::uint16_t port) : stream_(test_io_context()) {
  const net::ip::tcp::endpoint server(net::ip::address_v4::loopback(), port);
  auto& tcp = stream_.next_layer();
  throw_if(complete(tcp, [&](auto handler) { tcp.async_connect(server, handler); }), "connect");
  throw_if(
      complete(tcp,
               [&](auto handler) { stream_.async_handshake("localhost", "/ws/some_url/?protocol=1", handler); }),
      "handshake");
}

void VerifiedClient::send(std::string_view text) {
  const net::const_buffer buffer(text.data(), text.size());
  throw_if(complete(stream_.next_layer(), [&](auto handler) { stream_.async_write(buffer, handler); }), "send");
}

void VerifiedClient::send_binary(std::string_view bytes) {
  stream_.binary(true);
  send(bytes);
  stream_.text(true);
}

std::optional<ServerMessage> VerifiedClient::next_message() {
  const auto error = complete(stream_.next_layer(), [&](auto handler) { stream_.async_read(received_, handler); });
  if (error == boost::beast::error::timeout) throw_if(error, "receive a message");
  if (error) return std::nullopt;
  const std::string text = boost::beast::buffers_to_string(received_.data());
  received_.consume(received_.size());
  auto message = decode_server_message(text);
  if (!message) throw std::runtime_error(message.error().message + ": " + text);
  if (const auto* started = std::get_if<Started>(&*message)) started_ = *started;
  if (const auto* end = std::get_if<End>(&*message)) end_ = *end;
  if (const auto* number = std::get_if<Number>(&*message)) take(number->seq, number->message);
  if (const auto* run = std::get_if<Numbers>(&*message)) {
    for (std::uint32_t i = 0; i < run->messages.size(); ++i) take(run->seq + i, run->messages[i]);
  }
  return std::move(*message);
}

void VerifiedClient::take(std::uint32_t seq, std::int32_t number) {
  if (!started_ || seq != started_->next + numbers_.size()) {
    throw std::runtime_error("number " + std::to_string(seq) + " is not the next");
  }
  const std::chrono::milliseconds due(started_->start_ms + std::int64_t{seq} * started_->parameters.interval_ms);
  if (std::chrono::system_clock::now().time_since_epoch() < due) {
    throw std::runtime_error("number " + std::to_string(seq) + " came before its time");
  }
  numbers_.push_back(number);
}

void VerifiedClient::read_numbers(std::size_t count) {
  while (numbers_.size() < count && next_message()) {
  }
}

void throw_unexpected(const std::optional<ServerMessage>& message) {
  if (!message) throw std::runtime_error("the connection ended instead");
  if (const auto* error = std::get_if<ErrorMessage>(&*message)) {
    throw std::runtime_error("the server says " + error->code + ": " + error->detail);
  }
  throw std::runtime_error("another message came instead, of type " + std::to_string(message->index()));
}

}  // namespace sws
