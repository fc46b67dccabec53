// Phrases about numbers of a stream that several parts of the page use: how many there are, and which ones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// "1 number", "2 numbers"
std::string counted(std::uint64_t count, std::string_view thing);

// "17 of 1000 numbers verified"
std::string count_verified(std::uint64_t verified, std::uint64_t all);

// "number 7", "numbers 7 to 9"
std::string numbers_named(std::uint64_t first, std::uint64_t last);

}  // namespace sws
