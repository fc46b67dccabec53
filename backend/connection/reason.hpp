// Why a request is refused, or why the server ends a connection: the name under which it is counted and logged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sws {

enum class Reason : std::uint8_t {
  malformed_request,
  header_too_large,
  body_too_large,
  method_not_allowed,
  not_found,
  file_unavailable,  // a file of the web root that cannot be read
  upgrade_required,
  origin_not_allowed,
  access_denied,
  too_many_connections,
  too_many_connections_of_address,
  too_many_connects_of_address,
  request_timeout,
  wrong_sample,      // a number that is pushed and cannot be read
  too_many_samples,  // that are pushed to a channel
  post_unanswered,   // whether a POSTed body was taken is not known in time
  bad_proxy_header,  // at the beginning of a trusted proxy's connection
  source_away,       // the broker of a channel cannot be reached
  tls_failed,
  handshake_timeout,
  stream_error,  // an `error` of protocol 1 that has no reason of its own
  bad_token,     // a resume token that this server's secret did not sign
  clock_skew,    // a viewer who has a number that is not due for seconds by this server's clock
  protocol_violation,
  message_too_large,
  too_many_messages,
  write_timeout,
  dead_peer,
  access_expired,
  stream_lifetime,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::stream_lifetime) + 1;

// The name as metrics and logs spell it: "origin_not_allowed".
std::string_view name_of(Reason reason);

}  // namespace sws
