// Rewrites a request whose framing has been checked (request_check.hpp) into the form that all later code expects,
// so that the later code finds each fact in one place.
#pragma once

#include "backend/http/request_header.hpp"

namespace sws {

// - If the target is in absolute-form, Host becomes the host that the target names (RFC 9112 §3.2.2).
// - Each list that came in several lines becomes one line (RFC 9110 §5.3), because Beast's operator[] returns the
//   first line only: `Accept-Encoding`, `Connection`, `If-None-Match` and `Upgrade`. Cookies are read line by line
//   (admission/access.hpp).
void normalize(RequestHeader& request);

}  // namespace sws
