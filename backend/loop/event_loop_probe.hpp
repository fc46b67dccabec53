// Finds out at the start whether the process may do all that its event loops need. Asio looks at the system calls
// that make a timer or an event queue, but not at those that use them: where a system call filter permits only the
// first kind, no timer would ever fire, and nobody would say why.
#pragma once

#include <string>

namespace sws {

// Waits once for a timer and once for a descriptor, in less than a millisecond. Answers what does not work and
// the way out, or "". Any thread.
std::string try_out_event_loop();

}  // namespace sws
