// One WebSocket: accepts the upgrade, reads messages within the client's limits, and closes politely within a
// deadline. What it has in common with other streams is in connection/stream_connection.hpp. It does not know what
// is said over it: a WebSocketOf (websocket_of.hpp) joins it with the Outlet::Handler that does, and is the class
// to construct. Lives on its worker's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "backend/connection/stream_connection.hpp"
#include "backend/websocket/beast_socket.hpp"

namespace sws {

class WebSocketConnection : public StreamConnection, private BeastSocket::Owner {
 public:
  void start() override;

 protected:
  WebSocketConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings,
                      Upgrade& upgrade, Hot& hot);

  // Starts the closing handshake, during the opening as soon as the upgrade is answered.
  void say_goodbye(CloseCode code, std::string_view reason = "") override;

 private:
  bool on_bytes(std::size_t size) override { return allow_bytes(size); }
  void on_ping_or_pong() override { allow_messages(1); }
  void on_peer_close(CloseCode code) override;
  void on_violation(CloseCode code) override;

  void on_accepted();
  void read();
  void on_message(BeastSocket::Message message);
  void on_peer_reads() override;
  Filler filler() const override;

  std::unique_ptr<HttpRequest> request_;  // until start()
  BeastSocket beast_;
  std::optional<CloseCode> close_when_open_;
  bool reading_paused_ = false;  // until the peer has taken the answer to its last message
};

}  // namespace sws
