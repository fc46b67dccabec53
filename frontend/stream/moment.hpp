// Time in the page's logic. The shell reads its steady clock when something happens and passes the time in with the
// event. So the logic needs no clock, and its tests need not wait.
#pragma once

#include <chrono>

namespace sws {

using Moment = std::chrono::microseconds;  // since a fixed point, such as the loading of the page

}  // namespace sws
