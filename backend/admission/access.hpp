// Access tokens, for servers that do not let everybody watch. A token holds the time at which it expires, the
// channels that it is for, and a signature made with a secret that the issuer and the server share; the server
// keeps no list of viewers. These are pure functions of the secret, the token and the time, and may be called from
// any thread.
//
//   token = base64url( expiry ‖ channels ‖ HMAC-SHA256(secret, "SimpleWebsocket/1 access:" ‖ expiry ‖ channels) )
//   expiry = seconds since 1970-01-01T00:00:00Z, 64 bits, big-endian
//   channels = the names of the channels, with commas between them, such as "cpu,temperature"; empty for all
//   channels
#pragma once

#include <boost/beast/http/message.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/secrets.hpp"

namespace sws {

inline constexpr std::size_t kMaxAccessChannels = 512;  // bytes of a token's `channels`

struct AccessGrant {
  std::int64_t expiry = 0;    // seconds since 1970
  std::string channels = {};  // as in the token

  // Whether it admits to the channel of this name.
  bool admits_to(std::string_view channel) const;

  bool operator==(const AccessGrant&) const = default;
};

// REQUIRES: `grant.channels` has at most kMaxAccessChannels bytes.
std::string issue_access_token(const Secret& secret, const AccessGrant& grant);

// Returns what the token grants, or nothing if it was not issued with this secret. The signature is compared in
// constant time. An expired token is returned like any other.
std::optional<AccessGrant> read_access_token(const Secret& secret, std::string_view token);

// From the worst to the best.
enum class Access { missing, refused, expired, other_channel, granted };

struct Admittance {
  Access access = Access::missing;
  AccessGrant grant = {};  // of a token that was issued with one of the secrets
  std::string_view token;  // a part of the request
};

// Checks whether a request may watch the channel of this name, by the tokens in the query (`?access=`) and those in
// the cookies of the names access_cookie_name() and `access`. Any of the secrets may have signed a token. One good
// token is enough, because a browser may send an old cookie along with the new one. `now` counts seconds since
// 1970.
Admittance check_access(const Secrets& secrets, const boost::beast::http::request_header<>& request,
                        std::string_view channel, std::int64_t now);

// The name of the cookie that the server sets. It follows from the secret, so that two servers on one host, whose
// cookies a browser does not tell apart by their ports (RFC 6265 §8.5), do not overwrite each other's. It also
// follows from the channels of the token, so that a viewer can have tokens for several channels.
std::string access_cookie_name(const Secret& secret, std::string_view channels);

// Checks the tokens in the query of `target` only, and not for which channels they are.
Admittance check_access_in_query(const Secrets& secrets, std::string_view target, std::int64_t now);

// Returns the query of `target` with its question mark and without its tokens, or an empty text if nothing is left.
std::string query_without_access(std::string_view target);

}  // namespace sws
