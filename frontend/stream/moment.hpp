// Time in the page's logic. The shell reads its steady clock when something happens and passes the time in with the
// event. So the logic needs no clock, and its tests need not wait. Only work that is divided into portions of time
// gets a clock.
#pragma once

#include <chrono>

namespace sws {

using Moment = std::chrono::microseconds;  // since a fixed point, such as the loading of the page
using ReadClock = Moment (*)();            // reads the steady clock

}  // namespace sws
