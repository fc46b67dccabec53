#include <algorithm>
#include <span>

#include "shared/counting.hpp"
#include "shared/hex.hpp"
#include "shared/number.hpp"
#include "shared/proof.hpp"
#include "shared/sha256.hpp"

namespace sws {

Verifier::Verifier(const Proof& proof) : proof_(proof) {
  if (proof.server_seed) {
    chain_.emplace(*proof.server_seed, proof.offer.stream);
    const Digest hash = sha256(*proof.server_seed);
    if (hash != proof.offer.commitment) {
      problem_ = "the revealed seed does not match the commitment: its SHA-256 is " + to_hex(hash) +
                 ", and the commitment is " + to_hex(proof.offer.commitment);
    }
  } else if (auto fault = fault_of(proof.offer)) {
    problem_ = "the server's commitment is not valid: " + *fault;
  } else {
    keys_.emplace(proof.offer, proof.client_seed, proof.min, proof.max);
  }
  if (!problem_) problem_ = fault_at_the_end();
}

void Verifier::advance(std::size_t most) {
  if (finished()) return;
  if (chain_) {
    advance_by_seed(most);
  } else {
    advance_by_keys(most);
  }
  if (!problem_) problem_ = fault_at_the_end();
}

void Verifier::advance_by_seed(std::size_t most) {
  const std::size_t end = verified_ + std::min(most, proof_.numbers.size() - verified_);
  while (verified_ < end) {
    const auto keys = chain_->keys_of(static_cast<std::uint32_t>(verified_) / kSegmentNumbers);
    const std::size_t segment_end = std::min(end, (verified_ / kSegmentNumbers + 1) * kSegmentNumbers);
    for (; verified_ < segment_end; ++verified_) {
      const auto n = static_cast<std::uint32_t>(verified_);
      const std::int32_t expected =
          number_of(keys[n % kSegmentNumbers], {proof_.client_seed, proof_.min, proof_.max}, n);
      if (proof_.numbers[n] == expected) continue;
      problem_ = number_named(n) + " is " + std::to_string(proof_.numbers[n]) + ", but the seeds give " +
                 std::to_string(expected);
      return;
    }
  }
}

void Verifier::advance_by_keys(std::size_t most) {
  const std::span numbers(proof_.numbers);
  const std::size_t before = verified_;
  while (verified_ < numbers.size() && verified_ - before < most) {
    const std::size_t segment = verified_ / kSegmentNumbers;
    const std::size_t size = std::min<std::size_t>(kSegmentNumbers, numbers.size() - verified_);
    const std::span keys = std::span(proof_.keys).subspan(std::min(segment, proof_.keys.size()));
    problem_ = keys_->take(static_cast<std::uint32_t>(verified_), numbers.subspan(verified_, size),
                           keys.first(std::min<std::size_t>(1, keys.size())));
    verified_ = keys_->verified();
    if (problem_) return;
  }
}

// Compares what the proof says beside its numbers with them, once they are verified.
std::optional<std::string> Verifier::fault_at_the_end() const {
  if (verified_ < proof_.numbers.size()) return std::nullopt;
  if (keys_ && proof_.keys.size() > keys_->keys().size()) {
    return "there are " + std::to_string(proof_.keys.size()) + " keys, but " +
           std::to_string(keys_->keys().size()) + " are expected for " + counted(verified_, "number");
  }
  if (proof_.other_next) {
    return "there are " + counted(verified_, "number") + ", but the stream is said to have ended after " +
           counted(*proof_.other_next, "number");
  }
  if (proof_.reason == EndReason::complete && verified_ < proof_.offer.count) {
    return "the stream is said to be complete, but it has " + grouped(static_cast<std::int64_t>(verified_)) +
           " instead of " + counted(proof_.offer.count, "number");
  }
  return std::nullopt;
}

}  // namespace sws
