// One TCP connection on which a test writes whatever bytes it likes, right or wrong, and reads HTTP responses,
// WebSocket frames or the end of the connection. It does nothing by itself: no masking, no pong, no close.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

namespace http = boost::beast::http;
using Response = http::response<http::string_body>;

struct Frame {
  std::uint8_t first_byte;  // FIN, RSV1 to RSV3 and the opcode (RFC 6455 §5.2)
  std::string payload;
};

class RawConnection {
 public:
  // `receive_buffer`: bytes the kernel may keep for a test that does not read; 0 leaves it to the kernel. `source`:
  // our own address, which the server sees.
  explicit RawConnection(std::uint16_t port, std::string_view address = "127.0.0.1", int receive_buffer = 0,
                         std::string_view source = "");
  RawConnection(RawConnection&&) = default;
  virtual ~RawConnection() = default;

  void send(std::string_view bytes);

  // In writes of `piece` bytes, each of which leaves at once (TCP_NODELAY); 0: in one.
  void send_in_pieces(std::string_view bytes, std::size_t piece);

  // Sends `bytes` again and again until the server and the kernels between take no more, kMostFlood are gone, or
  // the server ends the connection; returns how many. The last one may be cut: nothing sensible can be sent
  // afterwards.
  std::size_t flood(std::string_view bytes);
  static constexpr std::size_t kMostFlood = 64u << 20;

  // Sends zeros, and reads nothing, until the server has closed the connection for good (RST).
  void send_until_reset();

  // `to`: the request's method, since an answer to HEAD has no body whatever its header says.
  Response receive_response(http::verb to = http::verb::get);
  Frame receive_frame();

  // Reads to the end of the connection and returns what came before it.
  std::string receive_rest();

 protected:
  virtual boost::beast::error_code write(boost::asio::const_buffer bytes);
  virtual boost::beast::error_code read_some(boost::asio::mutable_buffer into, std::size_t& size);
  boost::beast::tcp_stream& tcp() { return tcp_; }

 private:
  void receive_at_least(std::size_t size);

  boost::beast::tcp_stream tcp_;
  boost::beast::flat_buffer received_;
};

// `GET /x HTTP/1.1`, Host and the further header lines, each ending in \r\n.
std::string request(std::string_view method_and_target, std::string_view header_lines = "");

// The request that opens the stream, with the key of RFC 6455 §1.3.
std::string upgrade_request(std::string_view target = "/ws/some_url/", std::string_view header_lines = "");

// A masked frame as a client sends it.
std::string client_frame(std::uint8_t first_byte, std::string_view payload);

// Sends one GET on a connection of its own.
Response get(std::uint16_t port, std::string_view target, std::string_view header_lines = "");

}  // namespace sws
