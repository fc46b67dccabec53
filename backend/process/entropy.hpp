// Unpredictable values from the operating system (getrandom(2)). Any thread. If the system provides none, the
// process aborts, because a server of random numbers cannot do its work without them.
#pragma once

#include <cstdint>
#include <string>

#include "shared/bytes.hpp"

namespace sws {

Secret random_secret();

// A number from 0 to `limit` - 1, all of them equally likely within a billionth.
std::uint32_t random_below(std::uint32_t limit);

StreamId random_stream_id();
LogId random_log_id();

// Returns 64 random bits. Each thread takes 32 words from the system at once, so a word costs little.
std::uint64_t random_word();

// 22 characters of the base64url alphabet: 132 bits, and so short that hashing it with a number takes one block.
std::string random_client_seed();

}  // namespace sws
