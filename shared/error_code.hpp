// The codes of protocol 1's `error` message, and the WebSocket close code that the server sends after each.
#pragma once

#include <string_view>

#include "shared/close_code.hpp"

namespace sws {

struct ErrorCode {
  std::string_view name;
  CloseCode close_code;
};

// The text is not a message of the protocol, or the message is out of place.
inline constexpr ErrorCode kMalformedMessage{"malformed_message", CloseCode::protocol_error};
// The message is well-formed, but one of its values is outside the limits that `hello` states.
inline constexpr ErrorCode kValueNotAllowed{"value_not_allowed", CloseCode::policy_violation};
// This cluster did not sign the token, or the token was altered.
inline constexpr ErrorCode kBadToken{"bad_token", CloseCode::policy_violation};
// The token's stream ended too long ago.
inline constexpr ErrorCode kExpiredToken{"expired_token", CloseCode::policy_violation};
// By the server's clock the client has a number that is not due yet. Another server may go on with the stream, and
// so may this one later.
inline constexpr ErrorCode kClockSkew{"clock_skew", CloseCode::policy_violation};
// The client sent neither `start` nor `resume` in time.
inline constexpr ErrorCode kHandshakeTimeout{"handshake_timeout", CloseCode::policy_violation};

}  // namespace sws
