// Tokens of access: who may watch, where not everybody may. A token is a moment until which it is good, signed with
// a secret that the issuer and the server share; there is no list of viewers. Pure but for the secret it is given.
//
//   token = base64url( expiry ‖ HMAC-SHA256(secret, "SimpleWebsocket/1 access:" ‖ expiry) )
//   expiry: seconds since 1970-01-01T00:00:00Z, 64 bits, big-endian
#pragma once

#include <boost/beast/http/message.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"

namespace sws {

std::string issue_access_token(const Secret& secret, std::int64_t expiry);

// When the token expires; nothing if it was not issued with this secret. In constant time.
std::optional<std::int64_t> access_token_expiry(const Secret& secret, std::string_view token);

enum class Access { granted, missing, refused, expired };

// What `?access=` says or, without it, the cookie `access`. `now`: seconds since 1970.
Access check_access(const Secret& secret, const boost::beast::http::request_header<>& request, std::int64_t now);

// The token in the query of `target`; empty if there is none.
std::string_view access_in_query(std::string_view target);

}  // namespace sws
