// How people read numbers: they count from 1 and separate thousands. The wire and the code count from 0 ("seq").
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// Puts the separators between the digits from `first` up to `end`, which are those of a whole number.
void group_digits(std::string& text, std::size_t first, std::size_t end);

std::string grouped(std::int64_t number);                          // "-1,234,567"
std::string counted(std::uint64_t count, std::string_view thing);  // "1 number", "2,000 numbers"
std::string number_named(std::uint64_t seq);                       // "number 8" for the seq 7

}  // namespace sws
