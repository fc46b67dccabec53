// Reads how long a server asks a client to wait (RFC 9110 §10.2.3). Pure functions.
#pragma once

#include <chrono>
#include <string_view>

namespace sws {

inline constexpr std::chrono::hours kLongestRetryAfter{24};  // a longer wait counts as this one

// `value` is that of Retry-After, a number of seconds or a date. A date is measured from `date`, the value of the
// same response's Date, so that the clock of the visitor's computer does not matter. The result is 0 if the value
// is missing, is malformed, or is in the past.
std::chrono::seconds retry_after(std::string_view value, std::string_view date);

}  // namespace sws
