#include "frontend/stream/verification.hpp"

namespace sws {

void Verification::work_for(Moment time) {
  const Moment end = clock_() + time;
  do verifier_.advance(kNumbersPerLook);
  while (!finished() && clock_() < end);
}

}  // namespace sws
