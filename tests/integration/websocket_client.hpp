// Boost.Beast's WebSocket client, which checks masking, UTF-8 and the closing handshake for itself. A test owns it
// and calls it from one thread; every call blocks until its event or throws at the deadline.
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sws {

class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, std::string_view target, std::string_view address = "127.0.0.1");

  void send(std::string_view text);
  void send_binary(std::string_view bytes);

  // Closes from this side and waits for the server's answer; messages that come before it are dropped.
  void close(std::uint16_t code);

  std::uint16_t close_code() const { return stream_.reason().code; }  // the server's; 0: no close frame came

 protected:
  void send_ping(std::string_view payload);
  std::optional<std::string> take_pong();  // the payload of the last one that came, once

  // The next text. Nothing once the connection has ended; `error` then says how (websocket::error::closed: with a
  // close frame). Throws on a binary message.
  std::optional<std::string> receive(boost::beast::error_code& error);

 private:
  void write(std::string_view message);

  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer received_;
  std::optional<std::string> pong_;
};

}  // namespace sws
