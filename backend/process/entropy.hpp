// Unforeseeable values from the operating system (getrandom(2)). Any thread. Aborts the process if the system has
// none: a server of random numbers has nothing better to do then.
#pragma once

#include <string>

#include "shared/bytes.hpp"

namespace sws {

Secret random_secret();
StreamId random_stream_id();

// 22 characters of the base64url alphabet: 132 bits, and short enough for one SHA-256 block a number.
std::string random_client_seed();

}  // namespace sws
