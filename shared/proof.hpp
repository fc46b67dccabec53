// The proof that a viewer keeps of a stream: what the server committed to, the client's seed, the keys and the
// numbers. Anybody can check it offline with a Verifier. PROTOCOL.md says what a proof proves and what it does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/chain_verifier.hpp"
#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/message.hpp"

namespace sws {

struct Proof {
  Offer offer;
  std::string client_seed;
  std::int32_t min = 0, max = 0;
  std::vector<Key> keys = {};                    // of a stream with roots: the last one of each segment
  std::optional<Seed> server_seed = {};          // of a stream without roots
  std::optional<EndReason> reason = {};          // how the stream ended, as the server says; none if it was cut off
  std::vector<std::int32_t> numbers = {};        // all that were received, from number 0 on
  std::optional<std::uint64_t> other_next = {};  // `next` of `end` if it is not numbers.size(), which is a fault
  bool operator==(const Proof&) const = default;
};

inline constexpr std::size_t kMaxProofBytes = 16u << 20;  // a million numbers of 11 characters take 12 MB

// REQUIRES: is_client_seed(proof.client_seed).
std::string encode_proof(const Proof& proof);

// The error is `malformed` if the text is not a proof of this protocol, and `not_allowed` if it is one but contains
// a value that no proof can have.
Decoded<Proof> decode_proof(std::string_view text);

// Checks a proof in steps, so that a page can react between them. The proof must outlive the verifier and must not
// change.
class Verifier {
 public:
  // Checks the commitment. REQUIRES: proof.min ≤ proof.max, is_client_seed(proof.client_seed), and either
  // proof.server_seed is there or the stream has at most kMaxProvenCount numbers.
  explicit Verifier(const Proof& proof);
  explicit Verifier(Proof&&) = delete;

  // Verifies up to `most` more numbers, or so many that a segment is complete.
  void advance(std::size_t most);

  bool finished() const { return problem_.has_value() || verified_ == proof_.numbers.size(); }
  std::size_t verified() const { return verified_; }  // how many numbers are right so far

  // Says in words what is wrong: the commitment, a key, the first wrong number and what it should be, or the count
  // of numbers. It is empty while no fault has been found.
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  void advance_by_seed(std::size_t most);
  void advance_by_keys(std::size_t most);
  std::optional<std::string> fault_at_the_end() const;

  const Proof& proof_;
  std::optional<KeyChain> chain_;      // of a stream without roots
  std::optional<ChainVerifier> keys_;  // of a stream with roots
  std::size_t verified_ = 0;
  std::optional<std::string> problem_;
};

}  // namespace sws
