#include "frontend/stream/verification.hpp"

#include "frontend/stream/number_phrases.hpp"

namespace sws {

std::string Verification::verdict() const {
  const std::string of_all = " of " + counted(proof_.numbers.size(), "number") + " verified";
  std::string verified = std::to_string(verifier_.verified()) + of_all;
  return passed() ? verified : "not what was promised: " + *verifier_.problem() + " (" + verified + ")";
}

}  // namespace sws
