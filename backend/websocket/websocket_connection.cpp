#include "backend/websocket/websocket_connection.hpp"

#include <algorithm>
#include <utility>

#include "backend/websocket/frame.hpp"

namespace sws {
namespace {

constexpr std::chrono::seconds kOpeningDeadline{10};       // the response is 200 bytes; a phone on 3G needs < 1 s
constexpr std::chrono::milliseconds kCloseDeadline{1800};  // TCP ends within 2 s, whatever the peer does
constexpr std::chrono::seconds kCheckPeriod{6};            // a check can be a system call

}  // namespace

WebSocketConnection::WebSocketConnection(ConnectionSet& owner, Ticker& ticker,
                                         std::shared_ptr<const Settings> settings, Upgrade upgrade)
    : Connection(owner, ticker, std::move(upgrade.slot)),
      settings_(std::move(settings)),
      request_(std::make_unique<HttpRequest>(std::move(upgrade.request))),
      admitted_until_(upgrade.admitted_until),
      beast_(owner.executor(), hot_.transport, std::move(upgrade.prefetched), settings_->message_bytes, *this),
      protocol_(upgrade.wanted.protocol),
      hot_{.transport{std::move(upgrade.stream), ticker.sender(), *this}, .metrics = owner.metrics()} {
  if (TlsSession* const tls = hot_.transport.stream().tls()) tls->set_meter(*this);
}

WebSocketConnection::~WebSocketConnection() {
  if (opened_) hot_.metrics.streams_closed[static_cast<std::size_t>(protocol_)].add();
}

void WebSocketConnection::start() {
  set_deadline(kOpeningDeadline);
  const auto request = std::move(request_);
  beast_.async_accept(*request, tracked([this](boost::system::error_code error) {
    if (error) return end();
    on_accepted();
  }));
}

void WebSocketConnection::on_accepted() {
  clear_deadline();
  hot_.state = State::open;
  read();
  if (close_when_open_) return close(*close_when_open_);
  opened_ = true;
  opened_at_ = ticker().now();
  end_with_access();
  hot_.metrics.streams_opened[static_cast<std::size_t>(protocol_)].add();
  handler().on_open();
}

void WebSocketConnection::end_with_access() {
  if (admitted_until_ == SteadyTime::max()) return;
  const auto left = std::max(admitted_until_ - opened_at_, SteadyTime::duration::zero());
  set_deadline(std::chrono::ceil<std::chrono::milliseconds>(left));
}

// While the stream is open, its only deadline is the end of the viewer's access.
void WebSocketConnection::on_deadline() {
  if (!is_open()) return reset();
  count(Reason::access_expired);
  close(CloseCode::policy_violation, "the access token has expired");
}

SendStatus WebSocketConnection::send(std::span<const char> frames) {
  if (hot_.state != State::open) return SendStatus::failed;
  const SendStatus status = hot_.transport.send_frame(frames);
  if (status == SendStatus::sent || status == SendStatus::partial) {
    hot_.has_sent = true;
    hot_.metrics.bytes_sent.add(frames.size());
  }
  if (status == SendStatus::blocked || status == SendStatus::partial) wait_writable();
  if (status == SendStatus::failed) end();
  return status;
}

void WebSocketConnection::send_surely(std::span<const char> frames) {
  if (hot_.state != State::open) return;
  if (!hot_.transport.take_frame(frames)) return end();
  hot_.has_sent = true;
  hot_.metrics.bytes_sent.add(frames.size());
  if (hot_.transport.has_rest()) wait_writable();
}

void WebSocketConnection::wait_writable() {
  if (std::exchange(hot_.waiting, true)) return;
  waiting_since_ = ticker().now();
  hot_.transport.async_wait_writable(tracked([this](boost::system::error_code error) {
    hot_.waiting = false;
    if (error) return end();
    if (is_open()) handler().on_writable();
    if (!has_ended() && !hot_.waiting && std::exchange(hot_.reading_paused, false)) read();
  }));
}

void WebSocketConnection::close(CloseCode code, std::string_view reason) {
  if (hot_.state == State::opening) close_when_open_ = code;
  if (!is_open()) return;
  begin_closing();
  beast_.send_close(code, reason);
  if (hot_.transport.has_rest()) wait_writable();
}

// From here on the peer could make us wait for ever: to take our close frame, for its own, or for the end of TCP.
void WebSocketConnection::begin_closing() {
  hot_.state = State::closing;
  set_deadline(kCloseDeadline);
}

// Beast may go on for a moment with bytes that it has read, although the connection has ended.
void WebSocketConnection::on_peer_close() {
  if (is_open()) begin_closing();
}

void WebSocketConnection::on_violation(CloseCode code) {
  if (!is_open()) return;
  begin_closing();
  count(code == CloseCode::message_too_big ? Reason::message_too_large : Reason::protocol_violation);
}

void WebSocketConnection::read() {
  beast_.async_read(tracked([this](boost::system::error_code error, BeastSocket::Message message) {
    if (!error) return on_message(message);
    const bool unanswered =
        error == boost::asio::error::timed_out;  // the kernel has given up repeating what we sent
    if (unanswered && is_open()) count(Reason::dead_peer);
    end();
  }));
}

// The next message is read when the peer has taken the answer to this one, so that a peer that does not read makes
// us keep one answer and not many.
void WebSocketConnection::on_message(BeastSocket::Message message) {
  hot_.metrics.messages_received.add();
  hot_.metrics.bytes_received.add(message.bytes.size());
  if (client_limit_.take_message(client_rate(), ticker().now())) {
    handler().on_message(message.bytes, message.is_text);
  } else {
    refuse_excess();
  }
  if (has_ended()) return;
  hot_.reading_paused = hot_.waiting;
  if (!hot_.reading_paused) read();
}

void WebSocketConnection::on_ping_or_pong() {
  if (!client_limit_.take_message(client_rate(), ticker().now())) refuse_excess();
}

bool WebSocketConnection::on_bytes(std::size_t size) {
  return allow(client_limit_.take_bytes(client_rate(), size, ticker().now()));
}

bool WebSocketConnection::on_records(unsigned count) {
  return allow(client_limit_.take_records(client_rate(), count, ticker().now()));
}

bool WebSocketConnection::on_tls_messages(unsigned count) {
  return allow(client_limit_.take_messages(client_rate(), count, ticker().now()));
}

bool WebSocketConnection::allow(bool within_limit) {
  if (!within_limit) refuse_excess();
  return within_limit;
}

void WebSocketConnection::refuse_excess() {
  if (!is_open()) return;
  count(Reason::too_many_messages);
  close(CloseCode::policy_violation);
}

// A connection may be checked for the first time in the second period of its life (ConnectionSet::check_some()),
// and the last check before the end of the interval must send the ping.
std::chrono::milliseconds WebSocketConnection::check_period(const Settings& settings) {
  if (settings.ping_interval == settings.ping_interval.zero()) return kCheckPeriod;
  return std::min<std::chrono::milliseconds>(kCheckPeriod, std::chrono::milliseconds(settings.ping_interval) / 4);
}

void WebSocketConnection::check(SteadyTime now) {
  if (!is_open()) return;  // opening and closing have deadlines of their own
  if (const auto fault = fault_of_peer(now)) {
    count(*fault);
    return reset();
  }
  ping_if_quiet(now);
  if (!is_open() || now - opened_at_ < settings_->stream_lifetime) return;
  count(Reason::stream_lifetime);
  close(CloseCode::going_away);
}

// Nothing can be outstanding that was not sent since the last look, so a quiet connection costs no system call.
std::optional<Reason> WebSocketConnection::fault_of_peer(SteadyTime now) {
  if (hot_.waiting && now - waiting_since_ >= settings_->write_timeout) return Reason::write_timeout;
  if (!hot_.has_sent && !liveness_.waits()) return {};
  const SentData data = sent_data(hot_.transport.stream().native_handle());
  if (liveness_.silence(data, now) >= settings_->peer_timeout) return Reason::dead_peer;
  return {};
}

// The last frame went out up to two periods before quiet_since_, and the next check is a period away.
void WebSocketConnection::ping_if_quiet(SteadyTime now) {
  if (std::exchange(hot_.has_sent, false)) {
    quiet_since_ = now;
    return;
  }
  if (settings_->ping_interval == settings_->ping_interval.zero()) return;
  if (now - quiet_since_ + 3 * check_period(*settings_) >= settings_->ping_interval) send(kPingFrame);
}

void WebSocketConnection::close_socket() {
  hot_.state = State::ended;
  hot_.transport.close();
}

void WebSocketConnection::reset_socket() {
  hot_.state = State::ended;
  hot_.transport.reset();
}

}  // namespace sws
