// The browser's WebSocket (emscripten/websocket.h), one at a time. The only place that knows that interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// Told what the open socket says; never what an older one still has to say.
struct SocketHandler {
  void (*opened)();
  void (*text)(std::string_view text);
  void (*binary)();
  void (*closed)(std::uint16_t code, std::string_view reason);  // not after close_socket()
};

// Opens a socket to `url`, after closing the one before. False: the browser refuses.
bool open_socket(const std::string& url, const SocketHandler& handler);

// REQUIRES: the socket is open. `text` holds no NUL.
void send_text(std::string_view text);

// Closes the open socket, if any, with code 1000.
void close_socket();

}  // namespace sws
