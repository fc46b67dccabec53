// Makes the viewer's half of a stream's randomness (PROTOCOL.md). A session makes a new seed for every stream,
// after the server has committed to its own.
#pragma once

#include <string>

#include "frontend/stream/random_source.hpp"

namespace sws {

// Returns 22 characters of base64url's alphabet, each equally likely: 132 random bits.
std::string make_client_seed(RandomSource& random);

}  // namespace sws
