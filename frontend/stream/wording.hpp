// Phrases that several parts of the page say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// "1 number", "2 numbers"
std::string counted(std::uint64_t count, std::string_view thing);

// "number 7", "numbers 7 to 9"
std::string numbers_named(std::uint32_t first, std::uint32_t last);

// Why a connection ended, from its close code. `was_open`: it had worked before.
std::string why_closed(std::uint16_t code, std::string_view reason, bool was_open);

}  // namespace sws
