#include "tests/integration/raw_connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/parser.hpp>
#include <cerrno>
#include <stdexcept>

#include "tests/integration/completion.hpp"

namespace sws {
namespace net = boost::asio;

net::io_context& test_io_context() {
  static net::io_context context{1};
  return context;
}

void throw_if(boost::beast::error_code error, const char* during) {
  if (error) throw boost::system::system_error(error, during);
}

RawConnection::RawConnection(std::uint16_t port, std::string_view address, int receive_buffer,
                             std::string_view source)
    : tcp_(test_io_context()) {
  const net::ip::tcp::endpoint server(net::ip::make_address(address), port);
  tcp_.socket().open(server.protocol());
  if (receive_buffer > 0) tcp_.socket().set_option(net::socket_base::receive_buffer_size(receive_buffer));
  if (!source.empty()) tcp_.socket().bind({net::ip::make_address(source), 0});
  throw_if(complete(tcp_, [&](auto handler) { tcp_.async_connect(server, handler); }), "connect");
}

void RawConnection::send(std::string_view bytes) {
  throw_if(write({bytes.data(), bytes.size()}), "send");
}

boost::beast::error_code RawConnection::write(net::const_buffer bytes) {
  return complete(tcp_, [&](auto handler) { net::async_write(tcp_, bytes, handler); });
}

boost::beast::error_code RawConnection::read_some(net::mutable_buffer into, std::size_t& size) {
  return complete(tcp_, [&](auto handler) {
    tcp_.async_read_some(into, [&size, handler](auto error, std::size_t got) mutable {
      size = got;
      handler(error);
    });
  });
}

void RawConnection::send_in_pieces(std::string_view bytes, std::size_t piece) {
  if (piece == 0) return send(bytes);
  tcp_.socket().set_option(net::ip::tcp::no_delay(true));
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) send(bytes.substr(0, piece));
}

std::size_t RawConnection::flood(std::string_view bytes) {
  constexpr int kStalledMilliseconds = 300;  // no room for so long: whoever should read has stopped
  pollfd writable{tcp_.socket().native_handle(), POLLOUT, 0};
  std::size_t sent = 0;
  while (sent < kMostFlood) {
    const std::string_view rest = bytes.substr(sent % bytes.size());  // a send may have taken part of the last one
    const ssize_t written = ::send(writable.fd, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written > 0) {
      sent += static_cast<std::size_t>(written);
    } else if (errno != EAGAIN || poll(&writable, 1, kStalledMilliseconds) != 1) {
      break;
    }
  }
  return sent;
}

void RawConnection::send_until_reset() {
  constexpr int kPatienceMilliseconds = 20;  // from one zero to the next; no verdict depends on it
  const auto deadline = std::chrono::steady_clock::now() + kDeadline;
  pollfd broken{tcp_.socket().native_handle(), 0, 0};
  while (std::chrono::steady_clock::now() < deadline) {
    const char zero = 0;
    const bool refused = ::send(broken.fd, &zero, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN;
    if (refused || (poll(&broken, 1, kPatienceMilliseconds) == 1 && (broken.revents & POLLERR) != 0)) return;
  }
  throw std::runtime_error("the server does not close the connection");
}

Response RawConnection::receive_response(http::verb to) {
  http::response_parser<http::string_body> parser;
  parser.skip(to == http::verb::head);
  parser.eager(true);
  while (!parser.is_done()) {
    boost::beast::error_code error;
    const std::size_t parsed = parser.put(received_.data(), error);
    received_.consume(parsed);
    if (error != http::error::need_more) throw_if(error, "receive a response");
    if (parsed > 0) continue;
    try {
      receive_at_least(received_.size() + 1);
    } catch (const boost::system::system_error& ended) {
      parser.put_eof(error);  // an answer without a length ends with the connection
      if (error || ended.code() != net::error::eof) throw;
    }
  }
  return parser.release();
}

void RawConnection::receive_at_least(std::size_t size) {
  while (received_.size() < size) {
    std::size_t more = 0;
    throw_if(read_some(received_.prepare(65'536), more), "receive");
    received_.commit(more);
  }
}

Frame RawConnection::receive_frame() {
  const auto byte = [this](std::size_t index) {
    return static_cast<const std::uint8_t*>(received_.data().data())[index];
  };
  receive_at_least(2);
  std::size_t header = 2;
  std::size_t length = byte(1);
  if (length > 127) throw std::runtime_error("a masked frame");
  if (length > 125) {
    header = length == 126 ? 4 : 10;
    receive_at_least(header);
    length = 0;
    for (std::size_t i = 2; i < header; ++i) length = length * 256 + byte(i);
  }
  receive_at_least(header + length);
  Frame frame{byte(0), {static_cast<const char*>(received_.data().data()) + header, length}};
  received_.consume(header + length);
  return frame;
}

std::string RawConnection::receive_rest() {
  try {
    for (;;) receive_at_least(received_.size() + 1);
  } catch (const boost::system::system_error& error) {
    const bool ended = error.code() == net::error::eof || error.code() == net::error::connection_reset;
    if (!ended) throw;
  }
  return boost::beast::buffers_to_string(received_.data());
}

std::string request(std::string_view method_and_target, std::string_view header_lines) {
  return std::string(method_and_target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(header_lines) + "\r\n";
}

std::string upgrade_request(std::string_view target, std::string_view header_lines) {
  return request("GET " + std::string(target),
                 "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                     std::string(header_lines));
}

std::string client_frame(std::uint8_t first_byte, std::string_view payload) {
  constexpr std::string_view kMask = "\x12\x34\x56\x78";
  const std::size_t size = payload.size();
  const int length_bytes = size <= 125 ? 0 : size <= 65'535 ? 2 : 8;
  std::string frame(1, static_cast<char>(first_byte));
  frame.reserve(14 + size);
  frame.push_back(static_cast<char>(0x80 | (length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127)));
  for (int i = length_bytes; i-- > 0;) frame.push_back(static_cast<char>(size >> (8 * i) & 0xff));
  frame.append(kMask);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame.push_back(static_cast<char>(payload[i] ^ kMask[i % kMask.size()]));
  }
  return frame;
}

Response get(std::uint16_t port, std::string_view target, std::string_view header_lines) {
  RawConnection connection(port);
  connection.send(request("GET " + std::string(target), header_lines));
  return connection.receive_response();
}

}  // namespace sws
