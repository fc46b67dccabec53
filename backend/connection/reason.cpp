#include "backend/connection/reason.hpp"

#include <array>

namespace sws {

std::string_view name_of(Reason reason) {
  static constexpr std::array<std::string_view, kReasons> kNames = {
      "malformed_request",
      "header_too_large",
      "body_too_large",
      "method_not_allowed",
      "not_found",
      "file_unavailable",
      "upgrade_required",
      "origin_not_allowed",
      "access_denied",
      "too_many_connections",
      "too_many_connections_of_address",
      "too_many_connects_of_address",
      "request_timeout",
      "wrong_sample",
      "too_many_samples",
      "post_unanswered",
      "bad_proxy_header",
      "source_away",
      "tls_failed",
      "handshake_timeout",
      "stream_error",
      "bad_token",
      "clock_skew",
      "protocol_violation",
      "message_too_large",
      "too_many_messages",
      "write_timeout",
      "dead_peer",
      "access_expired",
      "stream_lifetime",
  };
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace sws
