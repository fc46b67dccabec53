#include "frontend/stream/verification.hpp"

#include "frontend/stream/number_phrases.hpp"

namespace sws {

std::string Verification::count() const {
  return count_verified(verifier_.verified(), proof_.numbers.size());
}

std::string Verification::verdict() const {
  return passed() ? count() : "not what was promised: " + *verifier_.problem() + " (" + count() + ")";
}

}  // namespace sws
