// Verifies a stream that is verified at its end, in short steps, so that the page can paint between them. Page owns
// it and takes the steps. The check itself is shared/proof.hpp's Verifier.
#pragma once

#include <cstddef>
#include <string>

#include "shared/proof.hpp"

namespace sws {

class Verification {
 public:
  static constexpr std::size_t kNumbersPerStep = 2000;  // a few milliseconds in Wasm

  explicit Verification(Proof proof) : proof_(std::move(proof)), verifier_(proof_) {}
  Verification(const Verification&) = delete;  // because verifier_ refers to proof_
  Verification& operator=(const Verification&) = delete;

  void step() { verifier_.advance(kNumbersPerStep); }
  bool finished() const { return verifier_.finished(); }

  const std::optional<std::string>& problem() const { return verifier_.problem(); }  // REQUIRES: finished()
  bool passed() const { return finished() && !problem(); }
  std::size_t verified() const { return verifier_.verified(); }
  bool all_verified() const { return verified() == proof_.numbers.size(); }

 private:
  const Proof proof_;
  Verifier verifier_;
};

}  // namespace sws
