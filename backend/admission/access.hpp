// Access tokens, for servers that do not let everybody watch. A token holds the time at which it expires and a
// signature made with a secret that the issuer and the server share; the server keeps no list of viewers. These are
// pure functions of the secret, the token and the time, and may be called from any thread.
//
//   token = base64url( expiry ‖ HMAC-SHA256(secret, "SimpleWebsocket/1 access:" ‖ expiry) )
//   expiry = seconds since 1970-01-01T00:00:00Z, 64 bits, big-endian
#pragma once

#include <boost/beast/http/message.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"

namespace sws {

std::string issue_access_token(const Secret& secret, std::int64_t expiry);

// Returns when the token expires, or nothing if it was not issued with this secret. The signature is compared in
// constant time. An expired token is returned like any other.
std::optional<std::int64_t> access_token_expiry(const Secret& secret, std::string_view token);

// From the worst to the best.
enum class Access { missing, refused, expired, granted };

struct Admittance {
  Access access = Access::missing;
  std::int64_t expiry = 0;  // of a token that is granted or expired; seconds since 1970
  std::string_view token;   // a part of the request
};

// Checks the tokens in the query (`?access=`) and those in the cookies of the names access_cookie_name() and
// `access`. One good token is enough, because a browser may send an old cookie along with the new one. `now` counts
// seconds since 1970.
Admittance check_access(const Secret& secret, const boost::beast::http::request_header<>& request,
                        std::int64_t now);

// The name of the cookie that the server sets. It follows from the secret, so that two servers on one host, whose
// cookies a browser does not tell apart by their ports (RFC 6265 §8.5), do not overwrite each other's.
std::string access_cookie_name(const Secret& secret);

// Checks the tokens in the query of `target` only.
Admittance check_access_in_query(const Secret& secret, std::string_view target, std::int64_t now);

// Returns the query of `target` with its question mark and without its tokens, or an empty text if nothing is left.
std::string query_without_access(std::string_view target);

}  // namespace sws
