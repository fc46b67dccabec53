// Boost.Beast's WebSocket client, which checks masking, UTF-8 and the closing handshake for itself. A test owns it
// and calls it from one thread; every call blocks until its event or throws at the deadline. Beast itself is in the
// source file only, since its headers take seconds to compile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sws {

class WebSocketClient {
 public:
  WebSocketClient(std::uint16_t port, std::string_view target, std::string_view address = "127.0.0.1");
  ~WebSocketClient();

  void send(std::string_view text);
  void send_binary(std::string_view bytes);

  // Closes from this side and waits for the server's answer; messages that come before it are dropped.
  void close(std::uint16_t code);

  std::uint16_t close_code() const;  // the server's; 0: no close frame came

 protected:
  void send_ping(std::string_view payload);
  std::optional<std::string> take_pong();  // the payload of the last one that came, once

  // The next text. Nothing once the connection has ended; `problem` then says why if there was no close frame, and
  // is empty if there was one. Throws on a binary message.
  std::optional<std::string> receive(std::string& problem);

 private:
  struct Connection;

  std::unique_ptr<Connection> connection_;
};

}  // namespace sws
