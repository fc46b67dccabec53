#include "frontend/stream/sample_session.hpp"

#include <utility>
#include <variant>

#include "shared/codec.hpp"
#include "shared/joined.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

void SampleSession::take_hello(const ServerMessage& message, Moment now) {
  const auto* const hello = std::get_if<LogHello>(&message);
  if (!hello) {
    return finish({Kind::lost, "the server no longer receives this channel; reload the page"});
  }
  hello_received(now);
  history_end_ = hello->next;
  received_.set_origin(hello->origin);
  send(is_started() ? encode(LogResume{received_.id(), received_.next()}) : encode(LogStart{last_}));
}

bool SampleSession::take_started(const ServerMessage& message, Moment now) {
  const auto* const started = std::get_if<LogStarted>(&message);
  if (!started) return false;
  started_received(now);
  received_.begin(*started);
  is_source_away_ = false;  // or else the server says so at once
  heard(std::nullopt, now);
  return true;
}

bool SampleSession::take_other(const ServerMessage& message, Moment now) {
  if (const auto* run = std::get_if<LogNumbers>(&message)) {
    take_numbers(*run, now);
  } else if (const auto* gap = std::get_if<Gap>(&message)) {
    take_gap(*gap, now);
  } else if (const auto* source = std::get_if<SourceState>(&message)) {
    is_source_away_ = !source->connected;
    heard(std::nullopt, now);
  } else if (const auto* end = std::get_if<End>(&message)) {
    take_end(*end);
  } else {
    return false;
  }
  return true;
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
  finish({Kind::complete, is_whole ? "" : received_.named(received_.next(), end.next) + " did not arrive"});
}

}  // namespace sws
