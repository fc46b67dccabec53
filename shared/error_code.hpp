// The codes of protocol 1's `error` message, and the close code that follows each.
#pragma once

#include <string_view>

#include "shared/close_code.hpp"

namespace sws {

struct ErrorCode {
  std::string_view name;
  CloseCode close_code;
};

// Not a message of the protocol, or one that has no place where it came.
inline constexpr ErrorCode kMalformedMessage{"malformed_message", CloseCode::protocol_error};
// A message as it should be, but for a value outside what `hello` allows.
inline constexpr ErrorCode kValueNotAllowed{"value_not_allowed", CloseCode::policy_violation};
// A token that this cluster did not sign, or not so.
inline constexpr ErrorCode kBadToken{"bad_token", CloseCode::policy_violation};
// A token whose stream ended too long ago.
inline constexpr ErrorCode kExpiredToken{"expired_token", CloseCode::policy_violation};
// Neither `start` nor `resume` came in time.
inline constexpr ErrorCode kHandshakeTimeout{"handshake_timeout", CloseCode::policy_violation};

}  // namespace sws
