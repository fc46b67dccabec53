#include "frontend/stream/log_session.hpp"

#include <variant>

#include "frontend/stream/error_sentence.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

void LogSession::start(Moment now) {
  begin_anew();
  connect(now);
}

void LogSession::stop(Moment) {
  if (phase() != Phase::over) finish({Kind::stopped, ""});
}

void LogSession::text_received(std::string_view text, Moment now) {
  if (!has_socket()) return;
  const auto decoded = decode_server_message(text);
  if (decoded) return take(*decoded, now);
  report_undecoded(decoded.error());
}

void LogSession::take(const ServerMessage& message, Moment now) {
  if (std::holds_alternative<UnknownMessage>(message)) return;
  if (const auto* error = std::get_if<ErrorMessage>(&message)) return take_error(*error, now);
  if (link() == Link::opened) return take_hello(message, now);
  if (link() == Link::greeted && take_started(message, now)) return;
  if (link() == Link::streaming && take_other(message, now)) return;
  report_broken_frame("a message that has no place here");
}

void LogSession::take_error(const ErrorMessage& error, Moment now) {
  // A computer may have slept between `hello` and our answer.
  const bool is_good = error.code == kHandshakeTimeout.name || error.code == kClockSkew.name;
  if (is_good) return lose(error_sentence(error), now);
  finish({Kind::refused, error_sentence(error)});
}

}  // namespace sws
