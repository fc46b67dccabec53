// Time as the page's logic sees it: what the shell's steady clock said when something happened. It is passed in
// with every event, so that tests need no clock and no waiting.
#pragma once

#include <chrono>

namespace sws {

using Moment = std::chrono::microseconds;  // since the page was loaded, or any other fixed point

}  // namespace sws
