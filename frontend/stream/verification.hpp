// Checks a finished stream in steps, so that no step keeps the page from painting, and says in words what came out.
#pragma once

#include <cstddef>
#include <string>

#include "shared/proof.hpp"

namespace sws {

class Verification {
 public:
  static constexpr std::size_t kNumbersPerStep = 2000;  // a few milliseconds in Wasm

  explicit Verification(Proof proof) : proof_(std::move(proof)), verifier_(proof_) {}
  Verification(const Verification&) = delete;  // the verifier refers to the proof beside it
  Verification& operator=(const Verification&) = delete;

  void step() { verifier_.advance(kNumbersPerStep); }
  bool finished() const { return verifier_.finished(); }

  // REQUIRES: finished(), for both.
  bool passed() const { return !verifier_.problem(); }
  std::string verdict() const;  // "17 of 17 numbers verified", or which number is wrong and why

  const Proof& proof() const { return proof_; }

 private:
  const Proof proof_;
  Verifier verifier_;
};

}  // namespace sws
