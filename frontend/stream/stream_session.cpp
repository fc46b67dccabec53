#include "frontend/stream/stream_session.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "frontend/stream/client_seed.hpp"
#include "frontend/stream/close_reason.hpp"
#include "frontend/stream/error_sentence.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {
namespace {

using Kind = StreamSession::Ending::Kind;

constexpr const char* kNoSeed = "the server did not reveal its seed, so that the numbers cannot be verified";

std::string seconds(Moment time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

bool is_as_wanted(const StreamParameters& parameters, const Start& wanted) {
  return parameters.min == wanted.min.value_or(parameters.min) &&
         parameters.max == wanted.max.value_or(parameters.max) &&
         parameters.interval_ms == wanted.interval_ms.value_or(parameters.interval_ms) &&
         parameters.count == wanted.count.value_or(parameters.count);
}

}  // namespace

StreamSession::StreamSession(SocketPort& port, RandomSource& random, Start wanted, Moment now)
    : port_(port), random_(random), wanted_(std::move(wanted)) {
  connect(now);
}

void StreamSession::stop(Moment now) {
  if (phase_ == Phase::over) return;
  if (!is_started() || is_stopping()) {
    return finish({Kind::stopped, is_started() ? kNoSeed : std::string()});
  }
  end_by_ = now + kEndTime;
  test_at_.reset();
  if (link_ == Link::streaming) port_.send(encode(Stop()));
  if (reconnect_at_ && !told_to_wait_) connect(now);
}

void StreamSession::connect(Moment now) {
  let_go();
  was_open_ = false;
  link_ = Link::opened;
  expect_word_within(kAnswerTime, now);
  if (!port_.open()) lose("the browser refused to open the connection", now);
}

void StreamSession::socket_opened(Moment now) {
  was_open_ = true;
  if (link_ == Link::opened) expect_word_within(kAnswerTime, now);
}

void StreamSession::text_received(std::string_view text, Moment now) {
  if (!has_socket()) return;
  const auto decoded = decode_server_message(text);
  if (decoded) return take(*decoded, now);
  if (protocol_ == Protocol::unknown) protocol_ = Protocol::plain;
  report_broken_frame(decoded.error().message + " (at byte " + std::to_string(decoded.error().offset) + ")");
}

void StreamSession::binary_received() {
  if (!has_socket()) return;
  if (protocol_ == Protocol::unknown) protocol_ = Protocol::plain;
  report_broken_frame("binary data instead of text");
}

void StreamSession::take(const ServerMessage& message, Moment now) {
  if (protocol_ != Protocol::plain) {
    if (const auto* error = std::get_if<ErrorMessage>(&message)) return take_error(*error, now);
  }
  if (link_ == Link::opened && protocol_ != Protocol::plain) {
    if (const auto* hello = std::get_if<Hello>(&message)) return take_hello(*hello, now);
    if (is_started()) {
      return finish({Kind::lost, "the server no longer speaks protocol 1, so that the stream cannot be resumed"});
    }
    protocol_ = Protocol::plain;
  }
  if (protocol_ == Protocol::plain) return take_plain(message);
  if (const auto* started = std::get_if<Started>(&message)) return take_started(*started, now);
  if (const auto* number = std::get_if<Number>(&message))
    return take_numbers(number->seq, {&number->message, 1}, now);
  if (const auto* run = std::get_if<Numbers>(&message)) return take_numbers(run->seq, run->messages, now);
  if (const auto* end = std::get_if<End>(&message); end && link_ == Link::streaming) return take_end(*end);
  if (const auto* unknown = std::get_if<UnknownMessage>(&message)) {
    return report_broken_frame("unknown type \"" + unknown->type + '"');
  }
  report_broken_frame("a message that has no place here");
}

void StreamSession::take_plain(const ServerMessage& message) {
  silent_at_.reset();  // this protocol promises no interval
  if (const auto* number = std::get_if<PlainNumber>(&message)) {
    received_.numbers.push_back(number->message);
    phase_ = Phase::live;
  } else if (const auto* unknown = std::get_if<UnknownMessage>(&message)) {
    report_broken_frame("unknown type \"" + unknown->type + '"');
  } else {
    report_broken_frame("a message of protocol 1 in the plain protocol");
  }
}

void StreamSession::take_hello(const Hello& hello, Moment now) {
  protocol_ = Protocol::verified;
  link_ = Link::greeted;
  limits_ = hello.limits;
  greeted_at_ = now;
  expect_word_within(kAnswerTime, now);
  if (is_started()) return port_.send(encode(Resume{received_.token, received_.next()}));
  // The server has fixed its seed: only now does it hear of ours.
  received_.id = hello.stream;
  received_.commitment = hello.commitment;
  received_.client_seed = wanted_.client_seed = make_client_seed(random_);
  port_.send(encode(wanted_));
}

void StreamSession::take_started(const Started& started, Moment now) {
  if (link_ != Link::greeted) return report_broken_frame("started, although nothing was asked for");
  if (!is_started()) received_.parameters = started.parameters;
  auto contradiction = received_.contradiction(started);
  if (!contradiction && !is_as_wanted(started.parameters, wanted_)) {
    contradiction = "its range, interval or count is not what was asked for";
  }
  if (contradiction) {
    return finish({Kind::distrusted, "the server started something else than it promised: " + *contradiction});
  }
  received_.token = started.token;
  round_trip_ = now - greeted_at_;
  link_ = Link::streaming;
  phase_ = Phase::live;
  expect_numbers(now);
  if (is_stopping()) port_.send(encode(Stop()));
}

void StreamSession::take_numbers(std::uint32_t seq, std::span<const std::int32_t> run, Moment now) {
  if (link_ != Link::streaming) return report_broken_frame("a number before the stream was started");
  if (auto wrong = received_.append(seq, run)) {
    ++faults_.sequence_breaks;
    faults_.last_sequence_break = *wrong;
    return lose(*std::move(wrong), now);
  }
  backoff_.reset();
  expect_numbers(now);
}

void StreamSession::take_end(const End& end) {
  std::string why;
  if (end.next != received_.next()) {
    why =
        "the server counts " + counted(end.next, "number") + ", but " + std::to_string(received_.next()) + " came";
  } else if (end.reason == EndReason::complete && end.next != received_.parameters.count) {
    why = "the server calls the stream complete, but " + counted(received_.parameters.count, "number") +
          " were agreed";
  }
  const Kind kind = !why.empty()                        ? Kind::distrusted
                    : end.reason == EndReason::complete ? Kind::complete
                    : is_stopping()                     ? Kind::stopped
                                                        : Kind::stopped_by_server;
  finish({kind, std::move(why), end.reason, end.server_seed});
}

void StreamSession::take_error(const ErrorMessage& error, Moment now) {
  // A computer may have slept between `hello` and our answer. The stream is still good, so the session tries again.
  if (is_started() && error.code == kHandshakeTimeout.name) return lose(error_sentence(error), now);
  finish({Kind::refused, error_sentence(error)});
}

void StreamSession::report_broken_frame(std::string why) {
  if (protocol_ == Protocol::plain) {
    phase_ = Phase::live;
    silent_at_.reset();
  }
  ++faults_.broken_frames;
  faults_.last_broken_frame = std::move(why);
}

void StreamSession::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  if (!has_socket()) return;
  if (!was_open_) return ask_why(now);
  if (protocol_ == Protocol::plain && code == static_cast<std::uint16_t>(CloseCode::normal)) {
    return finish({Kind::complete, ""});
  }
  lose(close_reason(code, reason, was_open_), now);
}

void StreamSession::socket_failed(Moment now) {
  if (has_socket()) failed_at_ = now + kCloseTime;
}

void StreamSession::ask_why(Moment now) {
  port_.close();
  let_go();
  if (is_started()) {
    phase_ = Phase::reconnecting;
    why_lost_ = understand({}).why;
  }
  link_ = Link::asking;
  expect_word_within(kAnswerTime, now);
  port_.ask();
}

void StreamSession::answered(const HttpAnswer& answer, Moment now) {
  if (link_ != Link::asking) return;
  OpeningRefusal refusal = understand(answer);
  switch (refusal.next) {
    case OpeningRefusal::Next::stop:
      return finish({Kind::refused, std::move(refusal.why)});
    case OpeningRefusal::Next::retry:
      return lose(std::move(refusal.why), now);
    case OpeningRefusal::Next::wait:
      break;
  }
  // Before the stream has started, the server has not heard our seed over this connection, so that another attempt
  // gives it no choice between numbers.
  retry_later(std::move(refusal.why), refusal.wait, now);
  told_to_wait_ = refusal.wait.count() > 0;
}

void StreamSession::lose(std::string why, Moment now) {
  // Without a token the stream cannot be resumed. The session must not start another one unasked either: a server
  // could then break connections until it likes the numbers that the seeds give.
  if (!is_started()) return finish({Kind::lost, std::move(why)});
  retry_later(std::move(why), Moment(0), now);
}

// Even if the server says how long to wait, each page adds a wait of its own, so that not all come back at once.
void StreamSession::retry_later(std::string why, Moment at_least, Moment now) {
  port_.close();
  let_go();
  phase_ = Phase::reconnecting;
  why_lost_ = std::move(why);
  std::array<std::uint8_t, 4> bytes;
  random_.fill(bytes);
  std::uint32_t bits = 0;
  for (const std::uint8_t byte : bytes) bits = bits << 8 | byte;
  reconnect_at_ = now + at_least + backoff_.next(bits);
}

// Forgets everything that was planned for a connection or for the next attempt.
void StreamSession::let_go() {
  link_ = Link::none;
  silent_at_ = failed_at_ = test_at_ = reconnect_at_ = std::nullopt;
  told_to_wait_ = false;
}

void StreamSession::finish(Ending ending) {
  port_.close();
  let_go();
  end_by_.reset();
  phase_ = Phase::over;
  ending_ = std::move(ending);
}

void StreamSession::expect_word_within(Moment time, Moment now) {
  silence_ = time;
  silent_at_ = now + time;
}

void StreamSession::expect_numbers(Moment now) {
  const std::chrono::milliseconds interval(received_.parameters.interval_ms);
  expect_word_within(3 * interval + kSilenceGrace, now);
  heard_at_ = now;
  test_at_ = now + kTrustTime;
}

void StreamSession::test_connection_soon(Moment now) {
  if (!test_at_) return;
  test_at_ = std::min(*test_at_, std::max<Moment>(now, heard_at_ + kFreshTime));
  tick(now);
}

void StreamSession::reconnect_now(Moment now) {
  if (!reconnect_at_ || told_to_wait_) return;
  reconnect_at_ = now;
  tick(now);
}

void StreamSession::network_returned(Moment now) {
  reconnect_now(now);
  test_connection_soon(now);
}

void StreamSession::set_visible(bool visible, Moment now) {
  const bool becomes_visible = visible && !visible_;
  visible_ = visible;
  if (becomes_visible) test_connection_soon(now);
  tick(now);
}

void StreamSession::on_silence(Moment now) {
  if (link_ == Link::asking) return answered({}, now);
  if (!was_open_) return lose("the server has not answered for " + seconds(silence_), now);
  lose("the server has said nothing for " + seconds(silence_), now);
}

void StreamSession::tick(Moment now) {
  if (end_by_ && now >= *end_by_) return finish({Kind::stopped, kNoSeed});
  if (failed_at_ && now >= *failed_at_) {
    socket_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "", now);
  }
  if (silent_at_ && now >= *silent_at_) on_silence(now);
  if (test_at_ && visible_ && now >= *test_at_) {
    port_.close();
    connect(now);
  }
  if (reconnect_at_ && visible_ && now >= *reconnect_at_) connect(now);
}

std::optional<Moment> StreamSession::deadline() const {
  std::optional<Moment> earliest = end_by_;
  const auto consider = [&](const std::optional<Moment>& moment) {
    if (moment && (!earliest || *moment < *earliest)) earliest = moment;
  };
  consider(silent_at_);
  consider(failed_at_);
  if (visible_) consider(test_at_);
  if (visible_) consider(reconnect_at_);
  return earliest;
}

}  // namespace sws
