// What every stream of one server shares; made once at start, read-only afterwards, so that all threads may read
// it.
#pragma once

#include <chrono>

#include "shared/bytes.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

struct StreamSettings {
  StreamParameters parameters;             // of a plain stream, and the defaults of a verified one
  Secret secret;                           // every stream's seed follows from it
  std::chrono::seconds resume_window;      // from a stream's last number until its token expires
  std::chrono::seconds handshake_timeout;  // for a client of protocol 1 to say what it wants
};

}  // namespace sws
