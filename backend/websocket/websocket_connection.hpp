// One WebSocket: accepts the upgrade, reads messages within the client's limits, sends prebuilt frames, and closes
// politely within a deadline. It does not know what is said over it: a WebSocketOf (websocket_of.hpp) joins it with
// the Outlet::Handler that does, and is the class to construct. Lives on its worker's thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/connection/outlet.hpp"
#include "backend/connection/transport.hpp"
#include "backend/net/peer_liveness.hpp"
#include "backend/net/tls_meter.hpp"
#include "backend/net/upgrade.hpp"
#include "backend/websocket/beast_socket.hpp"
#include "backend/websocket/client_limit.hpp"
#include "shared/close_code.hpp"

namespace sws {

class WebSocketConnection : public Connection,
                            private Transport::Owner,
                            private BeastSocket::Owner,
                            private TlsMeter {
 public:
  // Says goodbye with 1001, during the opening as soon as the upgrade is answered.
  void drain() override { close(CloseCode::going_away); }

  void start() override;

  // Must be called once in each check_period(). Ends a connection whose peer is gone or has not read for too long,
  // and sends a ping if --ping-interval asks for one.
  void check(SteadyTime now) override;
  static std::chrono::milliseconds check_period(const Settings& settings);

 protected:
  WebSocketConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings,
                      Upgrade upgrade);
  ~WebSocketConnection() override;

  // As those of Outlet, whose virtual functions WebSocketOf implements with these.
  bool is_open() const { return hot_.state == State::open; }
  SendStatus send(std::span<const char> frames);
  void send_surely(std::span<const char> frames);
  void close(CloseCode code, std::string_view reason = "");
  Metrics& metrics() { return hot_.metrics; }

  const Settings& settings() const { return *settings_; }

  // The memory of this object that sending touches.
  const void* hot_begin() const { return &hot_; }
  static constexpr std::size_t hot_size() { return sizeof(Hot); }

 private:
  enum class State : std::uint8_t {
    opening,  // until the upgrade is answered
    open,     // messages go in both directions
    closing,  // a close frame was sent, in answer or not; nothing else is sent, and no message is delivered
    ended,
  };

  virtual Outlet::Handler& handler() = 0;

  void close_socket() override;
  void reset_socket() override;
  void on_deadline() override;

  void on_rest() override { wait_writable(); }
  bool on_bytes(std::size_t size) override;
  bool on_records(unsigned count) override;
  bool on_tls_messages(unsigned count) override;
  void on_ping_or_pong() override;
  void on_peer_close() override;
  void on_violation(CloseCode code) override;

  void on_accepted();
  void begin_closing();
  void end_with_access();
  void wait_writable();
  void read();
  void on_message(BeastSocket::Message message);
  bool allow(bool within_limit);
  void refuse_excess();
  std::optional<Reason> fault_of_peer(SteadyTime now);
  void ping_if_quiet(SteadyTime now);
  ClientLimit::Rate client_rate() const { return {settings_->client_messages, settings_->message_bytes}; }

  std::shared_ptr<const Settings> settings_;
  std::unique_ptr<HttpRequest> request_;  // until start()
  SteadyTime opened_at_;
  const SteadyTime admitted_until_;
  SteadyTime waiting_since_;
  SteadyTime quiet_since_;  // when check() last saw that something had been sent
  PeerLiveness liveness_;
  ClientLimit client_limit_;
  BeastSocket beast_;
  std::optional<CloseCode> close_when_open_;
  StreamProtocol protocol_;
  bool opened_ = false;

  // Sending touches these members, and those of WebSocketOf, which lie behind them.
  struct Hot {
    Transport transport;
    Metrics& metrics;
    State state = State::opening;
    bool has_sent = false;        // since the last check()
    bool waiting = false;         // for the peer to read, since waiting_since_
    bool reading_paused = false;  // until the peer has taken the answer to its last message
  };
  Hot hot_;
};

}  // namespace sws
