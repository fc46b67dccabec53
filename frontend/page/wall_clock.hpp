// What the page cannot know by itself: which time of day it is.
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
