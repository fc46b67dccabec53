// Sends every message back whole, as text or binary as it came. For tests only; it knows no more of WebSocket than
// a stream of the server does.
#pragma once

#include <string>

#include "backend/websocket/frame.hpp"
#include "backend/websocket/websocket_of.hpp"

namespace sws {

class EchoStream final : public Outlet::Handler {
 public:
  EchoStream(Outlet& outlet, const Settings&) : outlet_(outlet) {}

  void on_open() override {}
  void on_message(std::string_view message, bool is_text) override {
    kept_ = text_frame(message);
    if (!is_text) kept_.front() = kBinaryFrame;
    send_kept();
  }
  void on_writable() override { send_kept(); }

 private:
  static constexpr char kBinaryFrame = static_cast<char>(0x82);  // FIN, opcode 2 (RFC 6455 §5.2)

  void send_kept() {
    if (!kept_.empty() && outlet_.send(kept_) != SendStatus::blocked) kept_ = std::string();
  }

  Outlet& outlet_;
  std::string kept_;  // an echo that the peer has not taken: until it does, no other message is read
};

using EchoConnection = WebSocketOf<EchoStream>;

}  // namespace sws
