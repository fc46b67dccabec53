// How often, and for how long, the listeners of one worker did not accept connections. The worker's thread writes;
// any thread may read.
#pragma once

#include "backend/loop/counters.hpp"

namespace sws {

struct AcceptCounters {
  Counter pauses;     // began: the process was out of descriptors or memory
  Counter paused_ns;  // the time of all pauses, up to the last attempt of one that goes on
};

}  // namespace sws
