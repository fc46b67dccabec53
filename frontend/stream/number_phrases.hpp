// Phrases about numbers of a stream that several parts of the page use: how many there are, and which ones.
#pragma once

#include <cstdint>
#include <string>

#include "shared/counting.hpp"

namespace sws {

// "17 of 1,000 numbers verified"
std::string count_verified(std::uint64_t verified, std::uint64_t all);

// "number 8", "numbers 8 to 10" for the seqs 7 and 7, 7 and 9
std::string numbers_named(std::uint64_t first, std::uint64_t last);

}  // namespace sws
