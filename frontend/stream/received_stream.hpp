// Everything that the page knows of one stream: the server's offer, the client's seed, the parameters, and all
// numbers so far in order. Each number of a stream with roots is verified before it is kept. A StreamSession owns
// it; a stream of the plain protocol has numbers only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/chain_verifier.hpp"
#include "shared/message.hpp"
#include "shared/proof.hpp"

namespace sws {

struct ReceivedStream {
  std::optional<Offer> offer;  // none of a stream of the plain protocol
  std::string client_seed;
  std::string token;  // empty until the stream has started
  StreamParameters parameters;
  std::int64_t start_ms = 0;  // when number 0 was due: milliseconds since the Unix epoch
  std::vector<std::int32_t> numbers;
  std::optional<ChainVerifier> verifier;  // of all numbers, since the start of a stream with roots
  std::optional<End> end;                 // as the server said it
  bool is_offer_broken = false;           // the offer is no commitment
  std::optional<Numbers> rejected;        // what came instead of the next numbers and is wrong

  // Takes a number of a plain stream, whose range nobody states: `parameters` has one that holds all its numbers.
  void append_plain(std::int32_t number);

  std::uint32_t next() const { return static_cast<std::uint32_t>(numbers.size()); }

  // Takes the server's offer to a visitor who asked for `wanted` numbers, or for none in particular. Returns in
  // words why the offer is not to be trusted, if it is not.
  std::optional<std::string> accept(Offer made, std::optional<std::uint32_t> wanted);

  // Begins the stream, or goes on with it: a resume must agree in everything. Returns in words the first thing in
  // which the server contradicts itself, if any. REQUIRES: an offer was accepted.
  std::optional<std::string> begin(const Started& started);

  // Says in words why a run of `count` numbers, the first of which is number `seq`, does not follow the last
  // number.
  std::optional<std::string> sequence_break(std::uint64_t seq, std::size_t count) const;

  // Takes the numbers that follow. `keys` is as in Numbers. Returns in words what is wrong with them, if anything
  // is: `numbers` then has only those that were verified, and nothing more may be appended.
  // REQUIRES: the stream has begun, and there is no sequence break.
  std::optional<std::string> append(std::span<const std::int32_t> run, std::span<const Key> keys);

  // Whether the numbers can be verified only after the end. They then need `end->server_seed`.
  bool is_verified_at_end() const { return offer && offer->count > kMaxProvenCount; }

  // Whether proof() has anything to show, and whether it shows that the server has lied. In a stream that is
  // verified at its end, only a Verification of the proof finds that out.
  bool has_proof() const;
  bool has_evidence() const;

  // The proof of all numbers so far. If the server has lied, it contains the lie. REQUIRES: has_proof().
  Proof proof() const;
};

}  // namespace sws
