// Converts the text of a JSON number to an integer, from its digits and without floating-point arithmetic, whose
// rounding could turn a fraction into an integer. 72, 72.0 and 7.2e1 are the same integer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sws {

// Returns nothing if the number is not an integer or has more than 18 digits. REQUIRES: `text` is a number by the
// grammar of RFC 8259 §6.
std::optional<std::int64_t> json_integer(std::string_view text);

}  // namespace sws
