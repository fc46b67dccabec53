#include "backend/stream/verified_stream.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "backend/process/entropy.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

using std::chrono::milliseconds;

using SystemTime = std::chrono::system_clock::time_point;

SystemTime start_of(const StreamIdentity& identity) {
  return SystemTime(milliseconds(identity.start_ms));
}

// When the token of a stream is no longer good.
SystemTime expiry(const StreamIdentity& identity, std::chrono::seconds window) {
  const StreamParameters& p = identity.parameters;
  return start_of(identity) + std::int64_t{p.count} * milliseconds(p.interval_ms) + window;
}

}  // namespace

VerifiedStream::VerifiedStream(ConnectionSet& owner, Ticker& ticker, const Settings& settings, Upgrade upgrade)
    : WebSocketConnection(owner, ticker, settings, std::move(upgrade)), stream_(random_stream_id()) {}

void VerifiedStream::on_open() {
  set_deadline(settings().handshake_timeout);
  send_message(encode(Hello{stream_, sha256(derive_server_seed(settings().secret, stream_)), Limits()}));
}

void VerifiedStream::on_deadline() {
  if (!is_open()) return WebSocketConnection::on_deadline();
  refuse(kHandshakeTimeout, "neither start nor resume came within " +
                                std::to_string(settings().handshake_timeout.count()) + " seconds");
}

void VerifiedStream::on_message(std::string_view message, bool is_text) {
  if (!is_text) return refuse(kMalformedMessage, "the message is binary: text is expected");
  const auto decoded = decode_client_message(message);
  if (!decoded) {
    const bool not_allowed = decoded.error().kind == DecodeError::Kind::not_allowed;
    return refuse(not_allowed ? kValueNotAllowed : kMalformedMessage,
                  decoded.error().message + " (at byte " + std::to_string(decoded.error().offset) + ")");
  }
  if (numbers_.has_value() != std::holds_alternative<Stop>(*decoded)) {
    return refuse(kMalformedMessage, numbers_ ? "the stream runs: only stop is expected"
                                              : "no stream runs: start or resume is expected");
  }
  std::visit([this](const auto& which) { on(which); }, *decoded);
}

void VerifiedStream::on(const Start& start) {
  const StreamParameters& defaults = settings().stream;
  const StreamParameters wanted = {.min = start.min.value_or(defaults.min),
                                   .max = start.max.value_or(defaults.max),
                                   .interval_ms = start.interval_ms.value_or(defaults.interval_ms),
                                   .count = start.count.value_or(defaults.count)};
  if (wanted.min > wanted.max) {
    return refuse(kValueNotAllowed, "\"min\" is " + std::to_string(wanted.min) + ", above \"max\", which is " +
                                        std::to_string(wanted.max));
  }
  // The wall clock is read once, to place the start; rounded down, so that no number comes before its time by it.
  const auto now = std::chrono::steady_clock::now();
  const SteadyTime first = TickSchedule::slot_start(now);
  const SystemTime wall_first = std::chrono::system_clock::now() - (now - first);
  const auto start_ms = std::chrono::floor<milliseconds>(wall_first.time_since_epoch()).count();
  run({stream_, start_ms, wanted, start.client_seed}, first, 0);
}

void VerifiedStream::on(const Resume& resume) {
  const auto identity = decode_token(settings().secret, resume.token);
  if (!identity) return refuse(kBadToken, identity.error());
  const SystemTime wall_now = std::chrono::system_clock::now();
  if (wall_now > expiry(*identity, settings().resume_window)) {
    return refuse(kExpiredToken, "the stream of this token ended too long ago: start a new one");
  }
  if (resume.next > identity->parameters.count) {
    return refuse(kValueNotAllowed, "\"next\" is " + std::to_string(resume.next) + ": an integer from 0 to " +
                                        std::to_string(identity->parameters.count) + " is expected");
  }
  metrics().streams_resumed.add();
  run(*identity, std::chrono::steady_clock::now() - (wall_now - start_of(*identity)), resume.next);
}

void VerifiedStream::on(const Stop&) {
  end(EndReason::stopped);
}

void VerifiedStream::run(const StreamIdentity& identity, SteadyTime start, std::uint32_t next) {
  clear_deadline();
  stream_ = identity.stream;
  const StreamParameters& p = identity.parameters;
  const Seed seed = derive_server_seed(settings().secret, stream_);
  numbers_.emplace(seed, identity.client_seed, p.min, p.max);
  cursor_ = StreamCursor(start, p, next);
  send_message(encode(
      Started{stream_, sha256(seed), encode_token(settings().secret, identity), identity.start_ms, next, p}));
  send_due(std::chrono::steady_clock::now());
}

void VerifiedStream::send_due(SteadyTime now) {
  if (!is_open() || !numbers_) return;
  if (const std::uint32_t overdue = cursor_.overdue(now); overdue > 0) {
    const SendStatus status = overdue == 1 ? send_one() : send_run(overdue);
    if (status != SendStatus::sent) return;  // on_writable() goes on
  }
  if (cursor_.finished() && cursor_.due() <= now) return end(EndReason::complete);
  ticker().add(due_, cursor_.due());
}

SendStatus VerifiedStream::send_one() {
  TextFrame<kMaxNumberText> frame;
  const std::uint32_t next = cursor_.next();
  frame.set_size(encode(Number{next, numbers_->at(next)}, frame.text()));
  const SendStatus status = send(frame.bytes());
  if (status == SendStatus::sent || status == SendStatus::partial) {
    count_number(cursor_.due());
    cursor_.advance();
  }
  return status;
}

// One frame at a time: a viewer who was away for long catches up in portions, and delays nobody.
SendStatus VerifiedStream::send_run(std::uint32_t overdue) {
  Numbers run{cursor_.next(), {}};
  const std::uint32_t size = std::min(overdue, kMaxNumbersPerFrame);
  run.messages.reserve(size);
  for (std::uint32_t i = 0; i < size; ++i) run.messages.push_back(numbers_->at(run.seq + i));
  const SendStatus status = send(text_frame(encode(run)));
  if (status == SendStatus::sent || status == SendStatus::partial) {
    metrics().numbers_caught_up.add(size);
    cursor_.advance(size);
  }
  return status;
}

void VerifiedStream::end(EndReason reason) {
  send_message(encode(End{reason, cursor_.next(), derive_server_seed(settings().secret, stream_)}));
  close(CloseCode::normal);
}

void VerifiedStream::refuse(const ErrorCode& code, std::string detail) {
  count(&code == &kHandshakeTimeout ? Reason::handshake_timeout : Reason::stream_error);
  send_message(encode(ErrorMessage{std::string(code.name), std::move(detail)}));
  close(code.close_code);
}

}  // namespace sws
