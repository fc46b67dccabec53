#include "backend/websocket/websocket_connection.hpp"

#include <utility>

#include "backend/websocket/frame.hpp"

namespace sws {
namespace {

constexpr std::chrono::seconds kOpeningDeadline{10};  // the response is 200 bytes; a phone on 3G needs < 1 s

StreamKind kind_of(StreamProtocol protocol) {
  return protocol == StreamProtocol::verified ? StreamKind::verified : StreamKind::plain;
}

}  // namespace

WebSocketConnection::WebSocketConnection(ConnectionSet& owner, Ticker& ticker,
                                         std::shared_ptr<const Settings> settings, Upgrade& upgrade, Hot& hot)
    : StreamConnection(owner, ticker, std::move(settings), upgrade, kind_of(upgrade.wanted.protocol), hot),
      request_(std::make_unique<HttpRequest>(std::move(upgrade.request))),
      beast_(owner.executor(), hot.transport, std::move(upgrade.prefetched),
             StreamConnection::settings().message_bytes, *this) {}

void WebSocketConnection::start() {
  set_deadline(kOpeningDeadline);
  const auto request = std::move(request_);
  request->erase(boost::beast::http::field::expect);  // nothing to wait for: no content follows (RFC 9110 §10.1.1)
  beast_.async_accept(*request, tracked([this](boost::system::error_code error) {
    if (error) return end();
    on_accepted();
  }));
}

void WebSocketConnection::on_accepted() {
  metrics().count_response(101);
  enter_open();
  read();
  if (close_when_open_) return say_goodbye(*close_when_open_);
  begin_stream();
}

void WebSocketConnection::say_goodbye(CloseCode code, std::string_view reason) {
  if (is_opening()) close_when_open_ = code;
  if (!is_open()) return;
  begin_closing(code);
  metrics().count_close(code);
  beast_.send_close(code, reason);
  if (transport().has_rest()) wait_writable();
}

// Beast may go on for a moment with bytes that it has read, although the connection has ended.
void WebSocketConnection::on_peer_close(CloseCode code) {
  if (is_open()) begin_closing(code, true);
}

void WebSocketConnection::on_violation(CloseCode code) {
  if (!is_open()) return;
  begin_closing(code);
  metrics().count_close(code);  // Beast sends it
  count(code == CloseCode::message_too_big ? Reason::message_too_large : Reason::protocol_violation);
}

void WebSocketConnection::read() {
  beast_.async_read(tracked([this](boost::system::error_code error, BeastSocket::Message message) {
    error ? on_read_failed(error) : on_message(message);
  }));
}

// The next message is read when the peer has taken the answer to this one, so that a peer that does not read makes
// us keep one answer and not many.
void WebSocketConnection::on_message(BeastSocket::Message message) {
  metrics().messages_received.add();
  metrics().bytes_received.add(message.bytes.size());
  if (allow_messages(1)) handler().on_message(message.bytes, message.is_text);
  if (has_ended()) return;
  reading_paused_ = is_waiting();
  if (!reading_paused_) read();
}

void WebSocketConnection::on_peer_reads() {
  if (!is_waiting() && std::exchange(reading_paused_, false)) read();
}

StreamConnection::Filler WebSocketConnection::filler() const {
  return {settings().ping_interval, kPingFrame};
}

}  // namespace sws
