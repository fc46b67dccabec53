// The integer that a JSON number's text stands for, decided from its digits: 72, 72.0 and 7.2e1 are the same
// number, and no rounding of floating-point arithmetic may say otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sws {

// `text`: a number by the grammar of RFC 8259 §6. Nothing if it is no integer or has more than 18 digits.
std::optional<std::int64_t> json_integer(std::string_view text);

}  // namespace sws
