// The browser's WebSocket, at most one at a time. This is the only file that uses emscripten/websocket.h.
// program.cpp calls it, on the browser's only thread; no function here calls the handler before it returns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// The events of the open socket. The handler hears nothing more of a socket after close_socket() or a new
// open_socket().
struct SocketHandler {
  void (*opened)();
  void (*text)(std::string_view text);
  void (*binary)();
  void (*failed)();  // an error event; browsers send a close event after it
  void (*closed)(std::uint16_t code, std::string_view reason);  // by the peer or by a failure
};

// Starts to open a socket to `url`, after closing the one before. Returns false if the browser refuses.
bool open_socket(const std::string& url, const SocketHandler& handler);

// REQUIRES: the socket is open, and `text` contains no NUL.
void send_text(std::string_view text);

// Begins to close the socket with code 1000; the handler's closed() tells when it has closed. REQUIRES: the socket
// is open.
void begin_to_close_socket();

// Closes the socket, if there is one, with code 1000.
void close_socket();

}  // namespace sws
