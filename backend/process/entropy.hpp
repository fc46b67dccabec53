// Unpredictable values from the operating system (getrandom(2)). Any thread. If the system provides none, the
// process aborts, because a server of random numbers cannot do its work without them.
#pragma once

#include <string>

#include "shared/bytes.hpp"

namespace sws {

Secret random_secret();
StreamId random_stream_id();

// 22 characters of the base64url alphabet: 132 bits, and so short that hashing it with a number takes one block.
std::string random_client_seed();

}  // namespace sws
