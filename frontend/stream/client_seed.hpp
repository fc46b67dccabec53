// The viewer's half of a stream's randomness (PROTOCOL.md): made here, after the server has fixed its own.
#pragma once

#include <string>

#include "frontend/stream/random_source.hpp"

namespace sws {

// 22 characters of base64url's alphabet: 132 bits, each character equally likely.
std::string make_client_seed(RandomSource& random);

}  // namespace sws
