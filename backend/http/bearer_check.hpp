// Decides whether a request has the secret that --push-secret-file requires. Pure: any thread.
#pragma once

#include <optional>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"

namespace sws {

// Accepts a request with `Authorization: Bearer SECRET` (RFC 6750 §2.1), and every request if `secret` is empty.
// The secret is compared in constant time. The refusal is a 401, which needs `WWW-Authenticate: Bearer` (RFC 9110
// §11.6.1).
std::optional<Refusal> check_bearer(const RequestHeader& request, std::string_view secret);

}  // namespace sws
