#include "backend/stream/verified_stream.hpp"

#include <utility>
#include <variant>

#include "backend/channel/stream_start.hpp"
#include "backend/process/entropy.hpp"
#include "backend/process/log.hpp"
#include "backend/process/secret_file.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

Reason reason_of(const ErrorCode& code) {
  if (&code == &kHandshakeTimeout) return Reason::handshake_timeout;
  return &code == &kBadToken ? Reason::bad_token : Reason::stream_error;
}

}  // namespace

VerifiedStream::VerifiedStream(WebSocket& socket, const Settings& settings, CatchUp& catch_up)
    : NumberStream(socket, catch_up), settings_(settings), stream_(random_stream_id()) {}

void VerifiedStream::on_open() {
  expect_run_within(settings_.handshake_timeout);
  socket().send_message(encode(Hello{stream_, sha256(derive_server_seed(settings_.secret, stream_)), Limits()}));
}

void VerifiedStream::on_run_overdue() {
  refuse(kHandshakeTimeout, "neither start nor resume came within " +
                                std::to_string(settings_.handshake_timeout.count()) + " seconds");
}

void VerifiedStream::on_message(std::string_view message, bool is_text) {
  if (!is_text) return refuse(kMalformedMessage, "the message is binary: text is expected");
  const auto decoded = decode_client_message(message);
  if (!decoded) {
    const bool not_allowed = decoded.error().kind == DecodeError::Kind::not_allowed;
    return refuse(not_allowed ? kValueNotAllowed : kMalformedMessage,
                  decoded.error().message + " (at byte " + std::to_string(decoded.error().offset) + ")");
  }
  if (is_running() != std::holds_alternative<Stop>(*decoded)) {
    return refuse(kMalformedMessage, is_running() ? "the stream runs: only stop is expected"
                                                  : "no stream runs: start or resume is expected");
  }
  std::visit([this](const auto& which) { on(which); }, *decoded);
}

void VerifiedStream::on(const Start& start) {
  const StreamParameters& defaults = settings_.stream;
  const StreamParameters wanted = {.min = start.min.value_or(defaults.min),
                                   .max = start.max.value_or(defaults.max),
                                   .interval_ms = start.interval_ms.value_or(defaults.interval_ms),
                                   .count = start.count.value_or(defaults.count)};
  if (wanted.min > wanted.max) {
    return refuse(kValueNotAllowed, "\"min\" is " + std::to_string(wanted.min) + ", above \"max\", which is " +
                                        std::to_string(wanted.max));
  }
  // The wall clock is read once, to place the start. It is rounded down, so that no number comes before its time by
  // it.
  const SteadyTime now = ticker().now();
  const SteadyTime first = TickSchedule::slot_start(now);
  const WallTime wall_first = ticker().clock().wall() - (now - first);
  const auto start_ms = std::chrono::floor<std::chrono::milliseconds>(wall_first.time_since_epoch()).count();
  begin({stream_, start_ms, wanted, start.client_seed}, first, 0);
}

void VerifiedStream::on(const Resume& resume) {
  const auto identity = decode_token(settings_.secret, resume.token);
  if (!identity) {
    // Many of these lines mean that this server has another secret than the one that began the streams.
    log(LogLevel::warn, "resume_refused",
        {{"reason", identity.error()}, {"secret", fingerprint_of(settings_.secret)}});
    return refuse(kBadToken, identity.error());
  }
  const WallTime wall_now = ticker().clock().wall();
  if (has_expired(identity->start_ms, identity->parameters, settings_.resume_window, wall_now)) {
    return refuse(kExpiredToken, "the stream of this token ended too long ago: start a new one");
  }
  if (resume.next > identity->parameters.count) {
    return refuse(kValueNotAllowed, "\"next\" is " + std::to_string(resume.next) + ": an integer from 0 to " +
                                        std::to_string(identity->parameters.count) + " is expected");
  }
  socket().metrics().streams_resumed.add();
  begin(*identity, steady_start(identity->start_ms, ticker().now(), wall_now), resume.next);
}

void VerifiedStream::on(const Stop&) {
  say_end(EndReason::stopped);
}

void VerifiedStream::begin(const StreamIdentity& identity, SteadyTime start, std::uint32_t next) {
  stream_ = identity.stream;
  const StreamParameters& p = identity.parameters;
  const Seed seed = derive_server_seed(settings_.secret, stream_);
  socket().send_message(
      encode(Started{stream_, sha256(seed), encode_token(settings_.secret, identity), identity.start_ms, next, p}));
  run(NumberSequence(seed, identity.client_seed, p.min, p.max), StreamCursor(start, p, next));
}

SendStatus VerifiedStream::send_number(std::uint32_t seq, std::int32_t number) {
  TextFrame<kMaxNumberText> frame;
  frame.set_size(encode(Number{seq, number}, frame.text()));
  return socket().send(frame.bytes());
}

SendStatus VerifiedStream::send_numbers(std::uint32_t seq, std::span<const std::int32_t> numbers) {
  return socket().send(text_frame(encode(Numbers{seq, {numbers.begin(), numbers.end()}})));
}

void VerifiedStream::say_end(EndReason reason) {
  socket().send_message(encode(End{reason, next(), derive_server_seed(settings_.secret, stream_)}));
  socket().close(CloseCode::normal);
}

void VerifiedStream::refuse(const ErrorCode& code, std::string detail) {
  socket().count(reason_of(code));
  socket().send_message(encode(ErrorMessage{std::string(code.name), std::move(detail)}));
  socket().close(code.close_code);
}

}  // namespace sws
