#include "frontend/stream/sample_session.hpp"

#include <utility>
#include <variant>

#include "frontend/stream/error_sentence.hpp"
#include "frontend/stream/joined.hpp"
#include "frontend/stream/number_phrases.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

void SampleSession::start(Moment now) {
  begin_anew();
  connect(now);
}

void SampleSession::stop(Moment) {
  if (phase() != Phase::over) finish({Kind::stopped, ""});
}

void SampleSession::text_received(std::string_view text, Moment now) {
  if (!has_socket()) return;
  const auto decoded = decode_server_message(text);
  if (decoded) return take(*decoded, now);
  report_undecoded(decoded.error());
}

void SampleSession::take(const ServerMessage& message, Moment now) {
  if (const auto* error = std::get_if<ErrorMessage>(&message)) return take_error(*error, now);
  if (link() == Link::opened) {
    if (const auto* hello = std::get_if<LogHello>(&message)) return take_hello(*hello, now);
    return finish({Kind::lost, "the server no longer has this channel as one that it receives; reload the page"});
  }
  if (const auto* started = std::get_if<LogStarted>(&message); started && link() == Link::greeted) {
    return take_started(*started, now);
  }
  if (link() == Link::streaming) {
    if (const auto* run = std::get_if<LogNumbers>(&message)) return take_numbers(*run, now);
    if (const auto* gap = std::get_if<Gap>(&message)) return take_gap(*gap, now);
    if (const auto* end = std::get_if<End>(&message)) return take_end(*end);
  }
  if (const auto* unknown = std::get_if<UnknownMessage>(&message)) {
    return report_broken_frame(joined({"unknown type \"", unknown->type, "\""}));
  }
  report_broken_frame("a message that has no place here");
}

void SampleSession::take_hello(const LogHello& hello, Moment now) {
  hello_received(now);
  history_end_ = hello.next;
  send(is_started() ? encode(LogResume{received_.id(), received_.next()}) : encode(LogStart{kHistory}));
}

void SampleSession::take_started(const LogStarted& started, Moment now) {
  started_received(now);
  received_.begin(started);
  heard(std::nullopt, now);
}

void SampleSession::take_numbers(const LogNumbers& run, Moment now) {
  if (auto wrong = received_.sequence_break(run.seq)) return report_sequence_break(*std::move(wrong), now);
  received_.append(run);
  numbers_received();
  heard(std::nullopt, now);
}

void SampleSession::take_gap(const Gap& gap, Moment now) {
  if (auto wrong = received_.sequence_break(gap.from)) return report_sequence_break(*std::move(wrong), now);
  received_.skip(gap);
  heard(std::nullopt, now);
}

void SampleSession::take_end(const End& end) {
  if (end.reason != EndReason::source_ended) return finish({Kind::stopped_by_server, ""});
  const bool is_whole = end.next <= received_.next();
  finish({Kind::complete, is_whole ? "" : numbers_named(received_.next(), end.next - 1) + " did not come"});
}

void SampleSession::take_error(const ErrorMessage& error, Moment now) {
  // A computer may have slept between `hello` and our answer.
  if (error.code == kHandshakeTimeout.name) return lose(error_sentence(error), now);
  finish({Kind::refused, error_sentence(error)});
}

}  // namespace sws
