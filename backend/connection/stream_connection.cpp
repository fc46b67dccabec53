#include "backend/connection/stream_connection.hpp"

#include <algorithm>
#include <utility>

namespace sws {
namespace {

constexpr std::chrono::milliseconds kCloseDeadline{1800};  // TCP ends within 2 s, whatever the peer does
constexpr std::chrono::seconds kCheckPeriod{6};            // a check can be a system call

std::uint16_t place_of(std::string_view channel, const Settings& settings) {
  const auto& all = settings.channels;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == channel; });
  return static_cast<std::uint16_t>(found - all.begin());
}

}  // namespace

StreamConnection::Hot::Hot(StreamConnection& connection, ByteStream stream)
    : transport(std::move(stream), connection.ticker().sender(), connection),
      metrics(connection.owner().metrics()) {
  if (TlsSession* const tls = transport.stream().tls()) tls->set_meter(connection);
}

StreamConnection::StreamConnection(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings,
                                   Upgrade& upgrade, StreamKind kind, Hot& hot)
    : Connection(owner, ticker, std::move(upgrade.slot)),
      hot_(hot),
      settings_(std::move(settings)),
      admitted_until_(upgrade.admitted_until),
      kind_(kind),
      channel_(place_of(upgrade.address.channel, *settings_)) {}

StreamConnection::~StreamConnection() {
  if (opened_) metrics().streams_closed[static_cast<std::size_t>(kind_)].add();
}

void StreamConnection::enter_open() {
  clear_deadline();
  hot_.state = State::open;
}

void StreamConnection::begin_stream() {
  if (!is_open()) return;
  opened_ = true;
  opened_at_ = ticker().now();
  end_with_access();
  metrics().streams_opened[static_cast<std::size_t>(kind_)].add();
  handler().on_open();
}

void StreamConnection::end_with_access() {
  if (admitted_until_ == SteadyTime::max()) return;
  const auto left = std::max(admitted_until_ - opened_at_, SteadyTime::duration::zero());
  set_deadline(std::chrono::ceil<std::chrono::milliseconds>(left));
}

// While the stream is open, its only deadline is the end of the viewer's access.
void StreamConnection::on_deadline() {
  if (!is_open()) return reset();
  count(Reason::access_expired);
  say_goodbye(CloseCode::policy_violation, "the access token has expired");
}

SendStatus StreamConnection::send(Hot& hot, std::span<const char> frames) {
  if (hot.state != State::open) return SendStatus::failed;
  const SendStatus status = hot.transport.send_frame(frames);
  if (status == SendStatus::sent || status == SendStatus::partial) {
    hot.has_sent = true;
    hot.metrics.bytes_sent.add(frames.size());
  }
  if (status == SendStatus::blocked || status == SendStatus::partial) wait_writable();
  if (status == SendStatus::failed) end();
  return status;
}

void StreamConnection::send_surely(std::span<const char> frames) {
  if (!is_open()) return;
  if (!hot_.transport.take_frame(frames)) return end();
  hot_.has_sent = true;
  hot_.metrics.bytes_sent.add(frames.size());
  if (hot_.transport.has_rest()) wait_writable();
}

void StreamConnection::wait_writable() {
  if (std::exchange(hot_.waiting, true)) return;
  waiting_since_ = ticker().now();
  hot_.transport.async_wait_writable(tracked([this](boost::system::error_code error) {
    hot_.waiting = false;
    if (error) return end();
    if (is_open()) handler().on_writable();
    if (!has_ended()) on_peer_reads();
  }));
}

void StreamConnection::drain() {
  if (is_open()) cause_ = Cause::server_stops;
  say_goodbye(CloseCode::going_away);
}

void StreamConnection::begin_closing(CloseCode code, bool by_peer) {
  hot_.state = State::closing;
  close_code_ = code;
  if (by_peer) {
    cause_ = Cause::viewer_left;
  } else if (cause_ == Cause::unknown) {
    cause_ = code == CloseCode::normal ? Cause::ended : Cause::begins_anew;
  }
  set_deadline(kCloseDeadline);
}

void StreamConnection::on_read_failed(boost::system::error_code error) {
  const bool unanswered = error == boost::asio::error::timed_out;  // the kernel has given up repeating what we sent
  if (unanswered && is_open()) count(Reason::dead_peer);
  end();
}

void StreamConnection::count(Reason reason) {
  Connection::count(reason);
  reason_ = reason;
  cause_ = Cause::reason;
}

bool StreamConnection::allow_messages(unsigned count) {
  return allow(client_limit_.take_messages(client_rate(), count, ticker().now()));
}

bool StreamConnection::allow_bytes(std::size_t size) {
  return allow(client_limit_.take_bytes(client_rate(), size, ticker().now()));
}

bool StreamConnection::on_records(unsigned count) {
  return allow(client_limit_.take_records(client_rate(), count, ticker().now()));
}

bool StreamConnection::allow(bool within_limit) {
  if (!within_limit && is_open()) {
    count(Reason::too_many_messages);
    say_goodbye(CloseCode::policy_violation);
  }
  return within_limit;
}

// A connection may be checked for the first time in the second period of its life (ConnectionSet::check_some()),
// and the last check before the end of the interval must send the ping.
std::chrono::milliseconds StreamConnection::check_period(const Settings& settings) {
  if (settings.ping_interval == settings.ping_interval.zero()) return kCheckPeriod;
  return std::min<std::chrono::milliseconds>(kCheckPeriod, std::chrono::milliseconds(settings.ping_interval) / 4);
}

void StreamConnection::check(SteadyTime now) {
  if (!is_open()) return;  // opening and closing have deadlines of their own
  if (const auto fault = fault_of_peer(now)) {
    count(*fault);
    return reset();
  }
  fill_silence(now);
  if (!is_open() || now - opened_at_ < settings_->stream_lifetime) return;
  count(Reason::stream_lifetime);
  say_goodbye(CloseCode::going_away);
}

// Nothing can be outstanding that was not sent since the last look, so a quiet connection costs no system call.
std::optional<Reason> StreamConnection::fault_of_peer(SteadyTime now) {
  if (hot_.waiting && now - waiting_since_ >= settings_->write_timeout) return Reason::write_timeout;
  if (!hot_.has_sent && !liveness_.waits()) return {};
  const SentData data = sent_data(hot_.transport.stream().native_handle());
  if (liveness_.silence(data, now) >= settings_->peer_timeout) return Reason::dead_peer;
  return {};
}

// The last frame went out up to two periods before quiet_since_, and the next check is a period away.
void StreamConnection::fill_silence(SteadyTime now) {
  if (std::exchange(hot_.has_sent, false)) {
    quiet_since_ = now;
    return;
  }
  const auto [silence, frame] = filler();
  if (silence == silence.zero()) return;
  if (now - quiet_since_ + 3 * check_period(*settings_) >= silence) send(hot_, frame);
}

void StreamConnection::close_socket() {
  log_closed();
  hot_.state = State::ended;
  hot_.transport.close();
}

void StreamConnection::reset_socket() {
  log_closed();
  hot_.state = State::ended;
  hot_.transport.reset();
}

}  // namespace sws
