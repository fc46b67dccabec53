// Rewrites a request whose framing has been checked (request_check.hpp) into the form that all later code expects,
// so that the later code finds each fact in one place.
#pragma once

#include "backend/http/request_header.hpp"

namespace sws {

// - If the target is in absolute-form, Host becomes the host that the target names (RFC 9112 §3.2.2).
// - `Connection` and `Upgrade` that came in several lines each become one line (RFC 9110 §5.3), because Beast's
//   operator[] returns the first line only.
void normalize(RequestHeader& request);

}  // namespace sws
