// A stream sends through an outlet: a WebSocket, or an event stream, which is an HTTP response that does not end.
// The stream encodes its messages for the one it has. WebSocketConnection is behind it in the server; tests of
// streams bring their own. Everything is called on the worker's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "backend/connection/metrics.hpp"
#include "shared/bytes.hpp"
#include "shared/close_code.hpp"

namespace sws {

enum class SendStatus {
  sent,     // taken, and all of it gone or about to go
  blocked,  // nothing was taken, because the peer reads slowly: on_writable() tells when to compute anew
  partial,  // taken, but the kernel has only part of it: on_writable() tells when the rest is gone
  failed,   // the connection is broken, and has ended
};

class Outlet {
 public:
  // True from on_open() until either side has begun to close.
  virtual bool is_open() const = 0;

  // Sends whole frames, already encoded (websocket/frame.hpp), without waiting. All of them are taken, or none.
  virtual SendStatus send(std::span<const char> frames) = 0;

  // Sends whole frames that may not be left out: now, or as soon as the peer reads.
  virtual void send_surely(std::span<const char> frames) = 0;

  // Says goodbye, and ends the connection soon. More calls are ignored. A WebSocket begins the closing handshake
  // with the code (RFC 6455 §7.1.2).
  virtual void close(CloseCode code) = 0;

  // Counts that the server refuses something, and why.
  virtual void count(Reason reason) = 0;

  virtual Metrics& metrics() = 0;

  // Says in the log that the stream begins, or goes on with what another connection began: its account() is known.
  virtual void log_begun(bool is_resumed) = 0;

  // Has the processor fetch the memory that send() will touch.
  virtual void prefetch() const = 0;

  // The facts about a stream that the log states.
  struct Account {
    std::optional<StreamId> stream = {};  // of those streams that have an id of their own
    std::uint64_t next = 0;               // the number that follows
    std::uint64_t numbers = 0;            // sent over this connection
  };

  // A class that says something through the outlet. It belongs to the connection and dies with it.
  class Handler {
   public:
    virtual void on_open() = 0;                                           // from now on it may send
    virtual void on_message(std::string_view message, bool is_text) = 0;  // one whole message
    virtual void on_writable() = 0;  // the peer reads again after a send() that answered blocked or partial
    virtual Account account() const { return {}; }

   protected:
    ~Handler() = default;
  };

 protected:
  ~Outlet() = default;
};

}  // namespace sws
