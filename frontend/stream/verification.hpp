// Verifies a stream that is verified at its end, in portions of time, so that the page can paint between them. Page
// owns it and says how long a portion may be. The check itself is shared/proof.hpp's Verifier.
#pragma once

#include <cstddef>
#include <string>

#include "frontend/stream/moment.hpp"
#include "shared/proof.hpp"

namespace sws {

class Verification {
 public:
  // Between two looks at the clock: a fraction of a millisecond in Wasm, and whole segments of keys.
  static constexpr std::size_t kNumbersPerLook = std::size_t{16} * kSegmentNumbers;

  Verification(Proof proof, ReadClock clock) : clock_(clock), proof_(std::move(proof)), verifier_(proof_) {}
  Verification(const Verification&) = delete;  // because verifier_ refers to proof_
  Verification& operator=(const Verification&) = delete;

  // Works for about so long, and at least until the first look at the clock.
  void work_for(Moment time);
  bool finished() const { return verifier_.finished(); }

  const std::optional<std::string>& problem() const { return verifier_.problem(); }  // REQUIRES: finished()
  bool passed() const { return finished() && !problem(); }
  std::size_t verified() const { return verifier_.verified(); }
  bool all_verified() const { return verified() == proof_.numbers.size(); }

 private:
  const ReadClock clock_;
  const Proof proof_;
  Verifier verifier_;
};

}  // namespace sws
