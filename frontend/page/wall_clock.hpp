// The time of day. The page's logic has only a steady clock, so the shell tells it once how the two belong
// together.
#pragma once

#include <cstdint>

#include "frontend/stream/moment.hpp"

namespace sws {

struct WallClock {
  std::int64_t start_ms = 0;   // the time of day at Moment(0), in milliseconds since the Unix epoch
  std::int64_t offset_ms = 0;  // how far local times are ahead of UTC

  std::int64_t at_ms(Moment now) const { return start_ms + now / std::chrono::milliseconds(1); }
};

}  // namespace sws
