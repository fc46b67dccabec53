#include "tests/integration/raw_connection.hpp"

#include <poll.h>
#include <strings.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>
#include <stdexcept>

#include "tests/integration/deadline.hpp"

namespace sws {
namespace http = boost::beast::http;

namespace {

bool is_name(std::string_view one, std::string_view other) {
  return one.size() == other.size() && strncasecmp(one.data(), other.data(), one.size()) == 0;
}

Response response_of(const http::response<http::string_body>& parsed) {
  Response::Fields fields;
  for (const auto& field : parsed) fields.emplace_back(field.name_string(), field.value());
  return {parsed.result_int(), parsed.keep_alive(), std::move(fields), parsed.body()};
}

}  // namespace

std::string_view Response::operator[](std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (is_name(field, name)) return value;
  }
  return "";
}

std::size_t Response::count(std::string_view name) const {
  const auto matches = [name](const auto& field) { return is_name(field.first, name); };
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(), matches));
}

RawConnection::RawConnection(std::uint16_t port, std::string_view address, int receive_buffer,
                             std::string_view source)
    : port_(port),
      socket_(port,
              {.server = std::string(address), .source = std::string(source), .receive_buffer = receive_buffer}) {}

void RawConnection::send(std::string_view bytes) {
  write(bytes);
}

void RawConnection::write(std::string_view bytes) {
  socket_.send(bytes);
}

std::size_t RawConnection::read_some(std::span<char> into) {
  return socket_.read_some(into);
}

void RawConnection::send_in_pieces(std::string_view bytes, std::size_t piece) {
  if (piece == 0) return send(bytes);
  socket_.set_no_delay();
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) send(bytes.substr(0, piece));
}

std::size_t RawConnection::flood(std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < kMostFlood) {
    const std::string_view rest = bytes.substr(sent % bytes.size());  // a send may have taken part of the last one
    const ssize_t written = ::send(socket_.number(), rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written > 0) {
      sent += static_cast<std::size_t>(written);
    } else if (errno != EAGAIN || has_stopped_reading(socket_.number(), port_)) {
      break;
    }
  }
  return sent;
}

void RawConnection::send_until_reset() {
  constexpr int kPatienceMilliseconds = 20;  // from one zero to the next; no verdict depends on it
  pollfd broken{socket_.number(), 0, 0};
  for (const LoopDeadline deadline;;) {
    deadline.check("the end of the connection (RST)");
    const char zero = 0;
    const bool refused = ::send(broken.fd, &zero, 1, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno != EAGAIN;
    if (refused || (poll(&broken, 1, kPatienceMilliseconds) == 1 && (broken.revents & POLLERR) != 0)) return;
  }
}

Response RawConnection::receive_response(Method to) {
  http::response_parser<http::string_body> parser;
  parser.skip(to == Method::head);
  parser.eager(true);
  while (!parser.is_done()) {
    boost::beast::error_code error;
    const std::size_t parsed = parser.put(boost::asio::buffer(received_), error);
    received_.erase(0, parsed);
    if (error && error != http::error::need_more) throw boost::beast::system_error(error, "receive a response");
    if (parsed > 0) continue;
    try {
      receive_at_least(received_.size() + 1);
    } catch (const ConnectionReset&) {
      throw;
    } catch (const ConnectionEnded&) {
      parser.put_eof(error);  // an answer without a length ends with the connection
      if (error) throw;
    }
  }
  return response_of(parser.get());
}

void RawConnection::receive_at_least(std::size_t size) {
  while (received_.size() < size) {
    constexpr std::size_t kBlock = 65'536;
    const std::size_t before = received_.size();
    received_.resize(before + kBlock);
    std::size_t more = 0;
    try {
      more = read_some(std::span(received_).subspan(before));
    } catch (...) {
      received_.resize(before);
      throw;
    }
    received_.resize(before + more);
    if (more == 0) throw ConnectionEnded("the server has ended the connection");
  }
}

Frame RawConnection::receive_frame() {
  const auto byte = [this](std::size_t index) { return static_cast<std::uint8_t>(received_[index]); };
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
  Frame frame{byte(0), received_.substr(header, length)};
  received_.erase(0, header + length);
  return frame;
}

std::string RawConnection::receive_through(std::string_view text) {
  std::size_t found = 0;
  for (const LoopDeadline deadline; (found = received_.find(text)) == std::string::npos;) {
    deadline.check("a certain text, though others do");
    receive_at_least(received_.size() + 1);
  }
  const std::string through = received_.substr(0, found + text.size());
  received_.erase(0, through.size());
  return through;
}

unsigned RawConnection::receive_close_code() {
  constexpr std::uint8_t kClose = 0x88;
  for (const LoopDeadline deadline;;) {
    deadline.check("a close frame, though others do");
    const Frame frame = receive_frame();
    if (frame.first_byte == kClose) return close_code_in(frame.payload);
  }
}

std::string RawConnection::receive_rest() {
  try {
    for (const LoopDeadline deadline;;) {
      deadline.check("the end of the connection, though bytes do");
      receive_at_least(received_.size() + 1);
    }
  } catch (const ConnectionEnded&) {
    return received_;
  }
}

bool has_stopped_reading(int socket, std::uint16_t port) {
  constexpr int kRequests = 20;  // enough to reach each thread of the server
  pollfd writable{socket, POLLOUT, 0};
  for (int i = 0; i < kRequests; ++i) {
    get(port, "/");
    if (poll(&writable, 1, 0) == 1) return false;
  }
  return true;
}

unsigned close_code_in(std::string_view payload) {
  if (payload.size() < 2) return 1005;
  return static_cast<std::uint8_t>(payload[0]) * 256U + static_cast<std::uint8_t>(payload[1]);
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
