// One TCP connection on which a test writes whatever bytes it likes, right or wrong, and reads HTTP responses,
// WebSocket frames or the end of the connection. It does nothing by itself: no masking, no pong, no close.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "tests/integration/client_socket.hpp"
#include "tests/integration/response.hpp"

namespace sws {

struct Frame {
  std::uint8_t first_byte;  // FIN, RSV1 to RSV3 and the opcode (RFC 6455 §5.2)
  std::string payload;
};

// The method of the request that is answered: an answer to HEAD has no body, whatever its header says.
enum class Method { get, head };

class RawConnection {
 public:
  // `receive_buffer` and `source`: see Endpoints.
  explicit RawConnection(std::uint16_t port, std::string_view address = "127.0.0.1", int receive_buffer = 0,
                         std::string_view source = "");
  RawConnection(RawConnection&&) = default;
  virtual ~RawConnection() = default;

  void send(std::string_view bytes);

  // In writes of `piece` bytes, each of which leaves at once (TCP_NODELAY); 0: in one.
  void send_in_pieces(std::string_view bytes, std::size_t piece);

  // Sends `bytes` again and again until the server has stopped to read and the kernels between take no more,
  // kMostFlood are gone, or the server ends the connection; returns how many bytes were sent. The last repetition
  // may be cut, so nothing sensible can be sent afterwards.
  std::size_t flood(std::string_view bytes);
  static constexpr std::size_t kMostFlood = 64u << 20;

  // Sends zeros, and reads nothing, until the server has closed the connection for good (RST).
  void send_until_reset();

  Response receive_response(Method to = Method::get);
  Frame receive_frame();

  // Reads up to the end of `text` and returns what came, with it.
  std::string receive_through(std::string_view text);

  // Reads frames up to a close frame and returns its code; 1005 if it has none (RFC 6455 §7.1.5). Throws at the
  // deadline, even if other frames never stop to come.
  unsigned receive_close_code();

  // Reads to the end of the connection and returns what came before it.
  std::string receive_rest();

 protected:
  virtual void write(std::string_view bytes);
  virtual std::size_t read_some(std::span<char> into);  // 0: the connection has ended
  ClientSocket& socket() { return socket_; }

 private:
  void receive_at_least(std::size_t size);  // throws ConnectionEnded if that never comes

  std::uint16_t port_;
  ClientSocket socket_;
  std::string received_;
};

// Whether the server has stopped to read from `socket`, which is connected to its `port`: it takes nothing although
// it answers requests on other connections that were sent later.
bool has_stopped_reading(int socket, std::uint16_t port);

// The code in the payload of a close frame; 1005 if it has none.
unsigned close_code_in(std::string_view payload);

// `GET /x HTTP/1.1`, Host and the further header lines, each ending in \r\n.
std::string request(std::string_view method_and_target, std::string_view header_lines = "");

// The request that opens the stream, with the key of RFC 6455 §1.3.
std::string upgrade_request(std::string_view target = "/ws/some_url/", std::string_view header_lines = "");

// A masked frame as a client sends it.
std::string client_frame(std::uint8_t first_byte, std::string_view payload);

// Sends one GET on a connection of its own.
Response get(std::uint16_t port, std::string_view target, std::string_view header_lines = "");

}  // namespace sws
