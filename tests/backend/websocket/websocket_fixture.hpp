// A WebSocketConnection whose time the test moves by hand, and its peer (stream_connection_fixture.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "backend/websocket/frame.hpp"
#include "tests/backend/connection/stream_connection_fixture.hpp"

namespace sws {

inline constexpr int kText = 0x81, kTextBegins = 0x01, kContinues = 0x00, kEnds = 0x80;  // RFC 6455 §5.2
inline constexpr int kBinary = 0x82, kBinaryBegins = 0x02, kClose = 0x88, kPing = 0x89, kPong = 0x8a;

// A client's frame of at most 65,535 bytes, masked with zeros, which leave the payload as it is (RFC 6455 §5.3).
std::string client_frame(int first_byte, std::string_view payload);

// A close frame, as the server sends it and as a client does.
std::string close_of(unsigned code);
std::string client_close(unsigned code);

class WebSocketFixture : public StreamConnectionFixture {
 protected:
  // As upgrade(), with the request for a WebSocket.
  Upgrade websocket_upgrade(bool peer_has_room = true);

  // Hands a connection to its set, as the HTTP session does. `behind_request` came together with the request.
  void start(std::string behind_request = "") { start(std::move(behind_request), true); }

  // The same, with a peer that has no room for the answer to the upgrade until it reads.
  void start_without_room() { start("", false); }

  // As start(), up to the handshake.
  void open(std::string behind_request = "");

 private:
  std::string frame_of(const std::string& text) const override { return text_frame(text); }
  void start(std::string behind_request, bool peer_has_room);
};

}  // namespace sws
