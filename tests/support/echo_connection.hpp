// Sends every message back whole, as text or binary as it came. While a peer does not take its echo nothing more is
// read from it. For tests only; all that it knows of WebSocket is the server's own code.
#pragma once

#include "backend/websocket/websocket_connection.hpp"

namespace sws {

class EchoConnection final : public WebSocketConnection {
 public:
  using WebSocketConnection::WebSocketConnection;

 private:
  void on_open() override {}
  void on_message(std::string_view message, bool is_text) override {
    send_message(message, is_text);
    if (has_unsent()) pause_reading();
  }
  void on_writable() override { resume_reading(); }
};

}  // namespace sws
