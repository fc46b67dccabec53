// A stream of protocol 1 that began long ago: a viewer that resumes it has all its numbers to come at once. A test
// can make one because it knows the secret of the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/message.hpp"
#include "shared/sha256.hpp"
#include "shared/token.hpp"
#include "tests/integration/watched_stream.hpp"

namespace sws {

// What a server with this secret must commit to.
inline Offer offer_of(const Secret& secret, const StreamId& stream, std::uint32_t count) {
  const Seed seed = derive_server_seed(secret, stream);
  if (count > kMaxProvenCount) return {stream, count, sha256(seed), {}};
  std::vector<Digest> roots = KeyChain(seed, stream).roots(count);
  const Digest commitment = commitment_of(stream, count, roots);
  return {stream, count, commitment, std::move(roots)};
}

// `secret_in_hex`: what the server's secret file holds. `count`: numbers of the stream, one each 10 ms, all of them
// due.
inline WatchedStream old_stream(const std::string& secret_in_hex, std::uint32_t count,
                                const std::string& client_seed = "old") {
  const auto secret = from_hex<Secret>(secret_in_hex);
  const Offer offer = offer_of(secret, {}, count);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto start = now - std::chrono::milliseconds(10) * count;
  const StreamIdentity identity{
      .stream = offer.stream,
      .start_ms = std::chrono::duration_cast<std::chrono::milliseconds>(start).count(),
      .parameters = {.min = INT32_MIN, .max = INT32_MAX, .interval_ms = 10, .count = count},
      .commitment = offer.commitment,
      .client_seed = client_seed};
  return {offer, client_seed, encode_token(secret, identity)};
}

}  // namespace sws
