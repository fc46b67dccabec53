// The base of the connections of all streams, whatever they speak: they send prebuilt frames, wait for a
// peer that reads slowly, limit what the peer says, and end when the peer is gone or does not read, when the
// viewer's access ends, and after a stream's lifetime. WebSocketConnection and EventConnection derive from it. None
// of them knows what is said: an OutletOf (outlet_of.hpp) joins one with the Outlet::Handler that does, and is the
// class to construct. Lives on its worker's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/connection/client_limit.hpp"
#include "backend/connection/connection.hpp"
#include "backend/connection/outlet.hpp"
#include "backend/connection/transport.hpp"
#include "backend/net/peer_liveness.hpp"
#include "backend/net/tls_meter.hpp"
#include "backend/net/upgrade.hpp"
#include "shared/close_code.hpp"

namespace sws {

class StreamConnection : public Connection, private Transport::Owner, private TlsMeter {
 public:
  void drain() override;

  // Must be called once in each check_period(). Ends a connection whose peer is gone or has not read for too long,
  // and sends a filler() if there is need.
  void check(SteadyTime now) override;
  static std::chrono::milliseconds check_period(const Settings& settings);

 protected:
  enum class State : std::uint8_t {
    opening,  // until the viewer's request is answered
    open,     // the stream may send
    closing,  // the goodbye was said; nothing else is sent, and no message is delivered
    ended,
  };

  // The members that sending touches. They lie in the OutletOf, next to the stream.
  struct Hot {
    Hot(StreamConnection& connection, ByteStream stream);
    Transport transport;
    Metrics& metrics;
    State state = State::opening;
    bool has_sent = false;  // since the last check()
    bool waiting = false;   // for the peer to read, since waiting_since_
  };

  // Bytes that say nothing, and the longest silence that they are to prevent; 0 if any silence may be. So that no
  // proxy takes a stream for dead.
  struct Filler {
    std::chrono::seconds silence;
    std::span<const char> frame;
  };

  // Takes all of `upgrade` that it needs, but leaves the byte stream to `hot`, which need not be constructed yet.
  StreamConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings, Upgrade& upgrade,
                   StreamKind kind, Hot& hot);
  ~StreamConnection() override;

  // As those of Outlet, whose virtual functions OutletOf implements with these.
  SendStatus send(Hot& hot, std::span<const char> frames);
  void send_surely(std::span<const char> frames);
  // The goodbye that ends the stream; `reason` is for a person. More calls are ignored.
  virtual void say_goodbye(CloseCode code, std::string_view reason = "") = 0;

  bool is_open() const { return hot_.state == State::open; }
  bool is_opening() const { return hot_.state == State::opening; }
  bool is_closing() const { return hot_.state == State::closing; }
  bool is_waiting() const { return hot_.waiting; }
  Transport& transport() { return hot_.transport; }
  const Settings& settings() const { return *settings_; }
  virtual Outlet::Handler& handler() = 0;

  // In this order, when the request has been answered. From the first call on frames can be sent, and the second
  // one counts the stream and lets the handler begin.
  void enter_open();
  void begin_stream();

  // From here on the peer has little time to take the goodbye, which had this code, and to end its side of TCP. The
  // peer's own goodbye is one that the server only answers.
  void begin_closing(CloseCode code, bool by_peer = false);

  // Has what is left sent as soon as the peer reads. Then the handler's on_writable() is called, and
  // on_peer_reads().
  void wait_writable();
  virtual void on_peer_reads() {}

  virtual Filler filler() const = 0;

  // Ends the connection, from which nothing can be read any more.
  void on_read_failed(boost::system::error_code error);

  // As Connection::count(). If the connection is then closed, that is why.
  void count(Reason reason);

  // As Outlet's.
  void log_begun(bool is_resumed);

  // Whether so many more messages and bytes are within the client's limit. If not, the stream ends.
  bool allow_messages(unsigned count);
  bool allow_bytes(std::size_t size);

 private:
  // Why a stream ended, besides the Reasons for which the server refuses something.
  enum class Cause : std::uint8_t {
    unknown,       // the connection was lost
    reason,        // reason_
    ended,         // the stream was complete, the viewer stopped it, or its source has ended
    begins_anew,   // what the viewer watches does, and the viewer should come back
    server_stops,  // the same, because this server goes away
    viewer_left,   // it said goodbye
  };

  void close_socket() override;
  void reset_socket() override;
  void on_deadline() override;
  void on_rest() override { wait_writable(); }
  bool on_records(unsigned count) override;
  bool on_tls_messages(unsigned count) override { return allow_messages(count); }

  void log_closed();
  std::string_view channel() const;
  std::string_view cause() const;
  void end_with_access();
  bool allow(bool within_limit);
  std::optional<Reason> fault_of_peer(SteadyTime now);
  void fill_silence(SteadyTime now);
  ClientLimit::Rate client_rate() const { return {settings_->client_messages, settings_->message_bytes}; }

  Hot& hot_;
  std::shared_ptr<const Settings> settings_;
  SteadyTime opened_at_;
  const SteadyTime admitted_until_;
  SteadyTime waiting_since_;
  SteadyTime quiet_since_;  // when check() last saw that something had been sent
  PeerLiveness liveness_;
  ClientLimit client_limit_;
  const StreamKind kind_;
  bool opened_ = false;
  Cause cause_ = Cause::unknown;
  Reason reason_{};
  CloseCode close_code_ = CloseCode::abnormal;  // of the first goodbye, whichever side said it
  const std::uint16_t channel_;                 // its place among the settings' channels
};

}  // namespace sws
