// What every stream of one server shares; made once at start, read-only afterwards, so that all threads may read
// it.
#pragma once

#include "shared/bytes.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

struct StreamSettings {
  StreamParameters parameters;  // range, interval and count of a plain stream
  Secret secret;                // every stream's seed follows from it (DESIGN: number derivation)
};

}  // namespace sws
