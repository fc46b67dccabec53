// Verifies a stream that is verified at its end, in short steps, so that the page can paint between them, and puts
// the result into words. Page owns it and takes the steps. The check itself is shared/proof.hpp's Verifier.
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

  // REQUIRES, for both: finished().
  bool passed() const { return !verifier_.problem(); }
  std::string verdict() const;  // "17 of 17 numbers verified", or the first wrong number and what it should be

  // "17 of 17 numbers verified", even if the count is not the one that the server states.
  std::string count() const;
  bool all_verified() const { return verifier_.verified() == proof_.numbers.size(); }

 private:
  const Proof proof_;
  Verifier verifier_;
};

}  // namespace sws
