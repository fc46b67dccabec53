#include "frontend/stream/stream_session.hpp"

#include <utility>
#include <variant>

#include "frontend/stream/client_seed.hpp"
#include "frontend/stream/error_sentence.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/close_code.hpp"
#include "shared/codec.hpp"
#include "shared/decode_stream.hpp"
#include "shared/error_code.hpp"

namespace sws {
namespace {

using Kind = StreamSession::Ending::Kind;

// The count was compared when the server made its offer.
bool is_as_wanted(const StreamParameters& parameters, const StreamChoice& wanted) {
  return parameters.min == wanted.min.value_or(parameters.min) &&
         parameters.max == wanted.max.value_or(parameters.max) &&
         parameters.interval_ms == wanted.interval_ms.value_or(parameters.interval_ms);
}

}  // namespace

StreamSession::StreamSession(SocketPort& port, RandomSource& random, StreamChoice wanted, Moment now)
    : Session(port, random), wanted_(wanted) {
  connect(now);
}

void StreamSession::stop(Moment now) {
  if (phase() == Phase::over) return;
  const bool needs_connection = received_.is_verified_at_end();  // to hear the seed
  if (!is_started() || is_stopping() || is_told_to_wait() || (link() != Link::streaming && !needs_connection)) {
    return finish({Kind::stopped, ""});
  }
  if (link() == Link::streaming) send(encode(Stop()));
  end_within(kEndTime, now);
}

StreamRequest StreamSession::request() const {
  if (protocol_ == Protocol::plain) return {};  // a server that has learnt protocol 1 would begin another stream
  return {StreamProtocol::verified, is_started() ? std::nullopt : wanted_.count, is_started()};
}

std::optional<Session::Ending> StreamSession::ending_if_lost(const std::string& why) const {
  // Without a token the stream cannot be resumed. The session must not start another one unasked either: a server
  // could then break connections until it likes the numbers that the seeds give.
  if (!is_started()) return Ending{Kind::lost, why};
  if (is_stopping() && !received_.is_verified_at_end()) return Ending{Kind::stopped, ""};
  return std::nullopt;
}

bool StreamSession::is_end(std::uint16_t close_code) const {
  return protocol_ == Protocol::plain && close_code == static_cast<std::uint16_t>(CloseCode::normal);
}

std::optional<Moment> StreamSession::resume_by() const {
  if (!schedule().has_begun()) return std::nullopt;
  const Moment end = schedule().due(received_.parameters.count);
  if (reconnect_at() > end + kResumeWindow) return std::nullopt;
  return end - kResumeLead;
}

void StreamSession::text_received(std::string_view text, Moment now) {
  if (!has_socket()) return;
  const auto decoded = decode_stream_message(text);
  if (decoded) return take(*decoded, now);
  if (protocol_ == Protocol::unknown) protocol_ = Protocol::plain;
  if (protocol_ == Protocol::plain) go_live();
  report_undecoded(decoded.error());
}

void StreamSession::binary_received() {
  if (!has_socket()) return;
  if (protocol_ == Protocol::unknown) protocol_ = Protocol::plain;
  if (protocol_ == Protocol::plain) go_live();
  Session::binary_received();
}

void StreamSession::take(const ServerMessage& message, Moment now) {
  // A first message that is not `hello` settles the protocol, whatever it is.
  if (protocol_ != Protocol::unknown && std::holds_alternative<UnknownMessage>(message)) return;
  if (protocol_ != Protocol::plain) {
    if (const auto* error = std::get_if<ErrorMessage>(&message)) return take_error(*error, now);
  }
  if (link() == Link::opened && protocol_ != Protocol::plain) {
    if (const auto* hello = std::get_if<Hello>(&message)) return take_hello(*hello, now);
    if (const auto* other = std::get_if<UnknownMessage>(&message); other && other->type == "hello") {
      return finish(
          {Kind::lost, "this channel is of another kind, but the list of channels did not load; reload the page"});
    }
    if (is_started()) {
      return finish({Kind::lost, "the server no longer speaks protocol 1, so the stream cannot be continued"});
    }
    protocol_ = Protocol::plain;
  }
  if (protocol_ == Protocol::plain) return take_plain(message, now);
  if (const auto* started = std::get_if<Started>(&message)) return take_started(*started, now);
  if (const auto* number = std::get_if<Number>(&message)) {
    const std::span keys(number->key ? &*number->key : nullptr, number->key ? 1 : 0);
    return take_numbers(number->seq, {&number->message, 1}, keys, now);
  }
  if (const auto* run = std::get_if<Numbers>(&message)) {
    return take_numbers(run->seq, run->messages, run->keys, now);
  }
  if (const auto* end = std::get_if<End>(&message); end && link() == Link::streaming) return take_end(*end);
  take_broken_frame("a message that has no place here");
}

void StreamSession::take_plain(const ServerMessage& message, Moment now) {
  go_live();
  if (const auto* number = std::get_if<PlainNumber>(&message)) {
    received_.append_plain(number->message);
    pace_.arrived(attempted_at(), now);
    // A server may send a number at once and then fail, each time.
    if (now - attempted_at() >= kFreshTime) numbers_received();
  } else if (!std::holds_alternative<UnknownMessage>(message)) {
    take_broken_frame("a message of protocol 1 in the plain protocol");
  }
}

void StreamSession::take_hello(const Hello& hello, Moment now) {
  protocol_ = Protocol::verified;
  hello_received(now);
  limits_ = hello.limits;
  if (is_started()) return send(encode(Resume{received_.token, received_.next()}));
  if (!hello.offer) return finish({Kind::distrusted, "the server offers no stream"});
  defaults_ = hello.defaults;
  received_.client_seed = make_client_seed(random());
  if (auto wrong = received_.accept(*hello.offer, wanted_.count)) {
    return finish({Kind::distrusted, *std::move(wrong)});
  }
  // The server could otherwise choose the range by the numbers that follow from our seed.
  wanted_.min = wanted_.min.value_or(hello.defaults.min);
  wanted_.max = wanted_.max.value_or(hello.defaults.max);
  wanted_.interval_ms = wanted_.interval_ms.value_or(hello.defaults.interval_ms);
  // The server has fixed the numbers: only now does it hear of our seed.
  send(encode(Start{received_.client_seed, wanted_.min, wanted_.max, wanted_.interval_ms}));
}

void StreamSession::take_started(const Started& started, Moment now) {
  if (link() != Link::greeted) return take_broken_frame("started, although nothing was asked for");
  const auto contradiction = is_as_wanted(started.parameters, wanted_)
                                 ? received_.begin(started)
                                 : "its range or interval is not what was asked for";
  if (contradiction) {
    return finish({Kind::distrusted, "the server did not start what it promised: " + *contradiction});
  }
  started_received(now);
  begin_schedule(0, std::chrono::milliseconds(started.parameters.interval_ms));
  expect_numbers(now);
  if (is_stopping()) send(encode(Stop()));
}

void StreamSession::take_numbers(std::uint64_t seq, std::span<const std::int32_t> run, std::span<const Key> keys,
                                 Moment now) {
  if (link() != Link::streaming) return take_broken_frame("a number before the stream was started");
  if (auto wrong = received_.sequence_break(seq, run.size())) {
    return report_sequence_break(*std::move(wrong), now);
  }
  if (auto lie = received_.append(run, keys)) return finish({Kind::distrusted, *std::move(lie)});
  doubts_since_.reset();
  numbers_received(seq + run.size() - 1, run.size() == 1, now);
  expect_numbers(now);
}

void StreamSession::take_end(const End& end) {
  if (end.reason == EndReason::source_ended) return report_broken_frame("the end of a source that is not there");
  received_.end = end;
  std::string why;
  if (received_.is_verified_at_end() && !end.server_seed) {
    why = "the server ended the stream without revealing its seed, so nothing can be verified";
  } else if (end.next != received_.next()) {
    why = "the server counts " + counted(end.next, "number") + ", but " + grouped(std::int64_t{received_.next()}) +
          " arrived";
  } else if (end.reason == EndReason::complete && end.next != received_.parameters.count) {
    why = "the server says that the stream is complete, but it should have " +
          counted(received_.parameters.count, "number");
  }
  const Kind kind = !why.empty()                        ? Kind::distrusted
                    : end.reason == EndReason::complete ? Kind::complete
                    : is_stopping()                     ? Kind::stopped
                                                        : Kind::stopped_by_server;
  finish({kind, std::move(why)});
}

void StreamSession::take_error(const ErrorMessage& error, Moment now) {
  // A computer may have slept between `hello` and our answer. The stream is still good, so the session tries again.
  const bool is_good = error.code == kHandshakeTimeout.name || error.code == kClockSkew.name;
  if (is_started() && is_good) return lose(error_sentence(error), now);
  if (error.code == kExpiredToken.name && doubts_expiry(now)) {
    return lose(
        "the server says that this stream ended long ago, but by this device's clock it did not; the server's "
        "clock may be wrong",
        now);
  }
  finish({Kind::refused, error_sentence(error)});
}

bool StreamSession::doubts_expiry(Moment now) {
  if (!is_started()) return false;
  if (now >= schedule().due(received_.parameters.count) + kExpiryDoubt) return false;
  if (!doubts_since_) doubts_since_ = now;
  return now < *doubts_since_ + kDoubtTime;
}

void StreamSession::take_broken_frame(std::string_view why) {
  if (protocol_ == Protocol::plain) go_live();
  report_broken_frame(why);
}

void StreamSession::expect_numbers(Moment now) {
  const std::chrono::milliseconds interval(received_.parameters.interval_ms);
  heard(3 * interval + kSilenceGrace, now);
}

}  // namespace sws
