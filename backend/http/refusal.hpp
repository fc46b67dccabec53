// The answer to a request that is not granted. A refusal is a value: the session that sends it also counts and logs
// it.
#pragma once

#include <boost/beast/http/status.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "backend/admission/admission.hpp"
#include "backend/connection/reason.hpp"

namespace sws {

inline constexpr std::string_view kReadMethods = "GET, HEAD, OPTIONS";
inline constexpr std::string_view kPostMethods = "OPTIONS, POST";

struct Refusal {
  boost::beast::http::status status;
  Reason reason;            // the name under which the refusal is counted and logged
  std::string explanation;  // tells the person at the other end what is wrong and what would be right
  std::string_view allowed_methods = kReadMethods;  // of a 405
  std::chrono::seconds retry_after{
      10};  // of a 429 or a 503: by then a rate has recovered, and some viewers have left
};

// The answer to a connection that the limits did not admit (RFC 6585 §4, RFC 9110 §15.6.4).
Refusal refusal_of(NotAdmitted why);

}  // namespace sws
