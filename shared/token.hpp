// The resume token. It contains everything that identifies a stream and is signed with the cluster's secret, so
// that every server of the cluster can continue the stream and nobody else can make a token. Clients treat it as
// opaque. PROTOCOL.md has its layout.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/limits.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

// Everything that a server must know to continue a stream.
struct StreamIdentity {
  StreamId stream;
  std::int64_t start_ms;  // when number 0 is due: milliseconds since the Unix epoch
  StreamParameters parameters;
  Digest commitment;  // what `hello` offered, so that a server need not compute it again
  std::string client_seed;
  bool operator==(const StreamIdentity&) const = default;
};

inline constexpr std::size_t kMaxTokenLength = (1 + 16 + 8 + 4 * 4 + 32 + kMaxClientSeedLength + 32) * 4 / 3 + 1;

// Whether a server of this protocol can have started the stream: whether everything is within limits.hpp.
bool is_allowed(const StreamIdentity& identity);

// REQUIRES: is_client_seed(identity.client_seed).
std::string encode_token(const Secret& secret, const StreamIdentity& identity);

// Accepts a token only if it is, byte for byte, the text that encode_token() writes for an allowed stream with the
// same secret. The error says why a token is refused, but nothing that would help a forger. The signature is
// compared in constant time.
boost::system::result<StreamIdentity, std::string> decode_token(const Secret& secret, std::string_view token);

// The stream of a token, and the secret that signed it, from which its numbers follow.
struct SignedStream {
  StreamIdentity identity;
  Secret secret;
};

// The same with several secrets, of which one signed the token. REQUIRES: there is at least one.
boost::system::result<SignedStream, std::string> decode_token(std::span<const Secret> secrets,
                                                              std::string_view token);

}  // namespace sws
