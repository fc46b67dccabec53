#include "backend/stream/protocol_error.hpp"

#include <utility>

#include "backend/websocket/frame.hpp"

namespace sws {

Reason reason_of(const ErrorCode& code) {
  if (&code == &kHandshakeTimeout) return Reason::handshake_timeout;
  if (&code == &kClockSkew) return Reason::clock_skew;
  return &code == &kBadToken ? Reason::bad_token : Reason::stream_error;
}

void refuse(Outlet& outlet, const ErrorCode& code, std::string detail) {
  outlet.count(reason_of(code));
  outlet.send_surely(text_frame(encode(ErrorMessage{std::string(code.name), std::move(detail)})));
  outlet.close(code.close_code);
}

void refuse(Outlet& outlet, const DecodeError& error) {
  const bool not_allowed = error.kind == DecodeError::Kind::not_allowed;
  // The sender knows where a value stands, but not where its own message is malformed.
  if (not_allowed) return refuse(outlet, kValueNotAllowed, error.message);
  refuse(outlet, kMalformedMessage, error.message + " (at byte " + std::to_string(error.offset) + ")");
}

void refuse_binary(Outlet& outlet) {
  refuse(outlet, kMalformedMessage, "the message is binary: text is expected");
}

void refuse_out_of_place(Outlet& outlet, bool is_running) {
  refuse(outlet, kMalformedMessage,
         is_running ? "the stream runs: only stop is expected" : "no stream runs: start or resume is expected");
}

void refuse_overdue(Outlet& outlet, std::chrono::seconds patience) {
  refuse(outlet, kHandshakeTimeout,
         "neither start nor resume came within " + std::to_string(patience.count()) + " seconds");
}

}  // namespace sws
