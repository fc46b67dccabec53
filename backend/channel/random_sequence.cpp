#include "backend/channel/random_sequence.hpp"

#include <algorithm>

namespace sws {

Numbers RandomSequence::run(std::uint32_t first, std::uint32_t count) const {
  Numbers run{first, {}, {}};
  run.messages.reserve(count);
  run.keys.reserve(segments_touched(first, count));
  const std::uint32_t end = first + count;
  for (std::uint32_t n = first; n < end;) {
    const std::uint32_t segment = n / kSegmentNumbers;
    const std::uint32_t segment_end = std::min(end, (segment + 1) * kSegmentNumbers);
    const auto keys = chain_.keys_of(segment);
    for (; n < segment_end; ++n) run.messages.push_back(number_of(keys[n % kSegmentNumbers], choice(), n));
    run.keys.push_back(keys[(n - 1) % kSegmentNumbers]);
  }
  return run;
}

}  // namespace sws
