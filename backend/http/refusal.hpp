// Why a request is not answered as it wishes, or a connection is ended by us: the words for the person at the other
// end, and the name under which it is counted.
#pragma once

#include <boost/beast/http/status.hpp>
#include <string>

#include "backend/admission/admission.hpp"
#include "backend/connection/reason.hpp"

namespace sws {

struct Refusal {
  boost::beast::http::status status;
  Reason reason;
  std::string explanation;  // what is wrong and what would be right
};

// What is said to whom the limits keep out (RFC 6585 §4, RFC 9110 §15.6.4).
Refusal refusal_of(NotAdmitted why);

}  // namespace sws
