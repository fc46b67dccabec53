// The resume token: everything that a stream is, signed with the cluster's secret, so that any of its servers can
// go on with the stream and nobody else can make one. Opaque to clients. Layout: PROTOCOL.md.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/bytes.hpp"
#include "shared/limits.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

// One stream, whoever serves it.
struct StreamIdentity {
  StreamId stream;
  std::int64_t start_ms;  // when number 0 is due: milliseconds since the Unix epoch
  StreamParameters parameters;
  std::string client_seed;
  bool operator==(const StreamIdentity&) const = default;
};

inline constexpr std::size_t kMaxTokenLength = (1 + 16 + 8 + 4 * 4 + kMaxClientSeedLength + 32) * 4 / 3 + 1;

// Whether a server of this protocol can have started it: everything within limits.hpp.
bool is_allowed(const StreamIdentity& identity);

// REQUIRES: is_client_seed(identity.client_seed).
std::string encode_token(const Secret& secret, const StreamIdentity& identity);

// Refuses whatever encode_token() with the same secret did not write for an allowed stream, byte for byte; the
// error says why, and no more than who forged it knows. The signature is compared in constant time.
boost::system::result<StreamIdentity, std::string> decode_token(const Secret& secret, std::string_view token);

}  // namespace sws
