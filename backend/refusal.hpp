// Why a request is not answered as it wishes, or a connection is ended by us: the words for the person at the other
// end, and the name under which it is counted.
#pragma once

#include <boost/beast/http/status.hpp>
#include <string>
#include <string_view>

#include "backend/admission.hpp"

namespace sws {

enum class Reason {
  malformed_request,
  header_too_large,
  method_not_allowed,
  not_found,
  upgrade_required,
  origin_not_allowed,
  access_denied,
  too_many_connections,
  too_many_connections_of_address,
  too_many_connects_of_address,
  request_timeout,
  tls_failed,
  handshake_timeout,
  stream_error,  // an `error` of protocol 1
  protocol_violation,
  message_too_large,
  too_many_messages,
  write_timeout,
  dead_peer,
  stream_lifetime,
};
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::stream_lifetime) + 1;

// As in metrics and logs: "origin_not_allowed".
std::string_view name_of(Reason reason);

struct Refusal {
  boost::beast::http::status status;
  Reason reason;
  std::string explanation;  // what is wrong and what would be right
};

// What is said to whom the limits keep out (RFC 6585 §4, RFC 9110 §15.6.4).
Refusal refusal_of(NotAdmitted why);

}  // namespace sws
