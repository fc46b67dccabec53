// What a viewer keeps of a finished stream: the commitment made before it spoke, the seeds, and the numbers it was
// sent. Anyone can check it offline; verify() does. What it proves and what not: PROTOCOL.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec.hpp"
#include "shared/message.hpp"
#include "shared/number_sequence.hpp"

namespace sws {

struct Proof {
  Digest commitment;
  Seed server_seed;
  std::string client_seed;
  std::int32_t min = 0;
  std::int32_t max = 0;
  EndReason reason = EndReason::complete;        // how the stream ended: stated, not proven
  std::vector<std::int32_t> numbers;             // all of them, from number 0 on
  std::optional<std::uint32_t> other_next = {};  // what `end` says if that is not numbers.size(): a fault
  bool operator==(const Proof&) const = default;
};

inline constexpr std::size_t kMaxProofBytes = 16u << 20;  // a million numbers of eleven characters, and room

std::string encode_proof(const Proof& proof);

// `not_allowed`: it is a proof, but for a value that none can have. `malformed`: it is no proof of this protocol.
Decoded<Proof> decode_proof(std::string_view text);

// Checks a proof step by step, so that a page stays alive meanwhile. Refers to the proof: it must outlive this.
class Verifier {
 public:
  explicit Verifier(const Proof& proof);  // checks the revealed seed against the commitment. REQUIRES: min ≤ max
  explicit Verifier(Proof&&) = delete;

  // Recomputes up to `most` further numbers.
  void advance(std::size_t most);

  bool finished() const { return problem_.has_value() || verified_ == proof_.numbers.size(); }
  std::size_t verified() const { return verified_; }  // numbers found right, from number 0 on

  // What is wrong: the seed, or the first wrong number and what it should be, or how many there are. Nothing: no
  // fault so far.
  const std::optional<std::string>& problem() const { return problem_; }

 private:
  void check_end();

  const Proof& proof_;
  NumberSequence numbers_;
  std::size_t verified_ = 0;
  std::optional<std::string> problem_;
};

}  // namespace sws
