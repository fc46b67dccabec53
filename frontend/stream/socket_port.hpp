// The port through which a Session opens, uses and closes its WebSocket. shell/ implements it with the
// browser's socket, the tests with a fake. A port has at most one socket or one question at a time. None of these
// functions calls back into the session before it returns; the session hears of the socket through its own event
// functions.
#pragma once

#include <string_view>

#include "shared/stream_protocol.hpp"

namespace sws {

class SocketPort {
 public:
  // Starts to open a socket to the stream, after closing the one before. Returns false if the browser refuses.
  virtual bool open(const StreamRequest& request) = 0;

  // REQUIRES: the socket is open.
  virtual void send(std::string_view text) = 0;

  // Asks the address of the same request over HTTP why a socket could not be opened. The answer goes to the
  // session's answered(), which hears of it at most once. REQUIRES: there is no socket.
  virtual void ask(const StreamRequest& request) = 0;

  // Begins to close the socket with code 1000. The session hears when the socket has closed. REQUIRES: the socket
  // is open.
  virtual void begin_close() = 0;

  // Closes the socket, if there is one, with code 1000, and drops the question, if there is one. The session hears
  // nothing more of either, not even that the socket has closed.
  virtual void close() = 0;

 protected:
  ~SocketPort() = default;
};

}  // namespace sws
