// Asks a running server whether it is well, for containers in which no other program could. Main thread.
#pragma once

#include <boost/system/result.hpp>
#include <string>

#include "backend/config/options.hpp"

namespace sws {

// Asks for /healthz of the admin listener of the server that runs with these `options` on this machine, and waits
// up to three seconds. The error says what is wrong.
boost::system::result<void, std::string> ask_for_health(const Options& options);

}  // namespace sws
