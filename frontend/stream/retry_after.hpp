// Reads how long a server asks a client to wait (RFC 9110 §10.2.3). Pure functions.
#pragma once

#include <chrono>
#include <string_view>

namespace sws {

// A longer wait counts as this one. Something on the way that is not the server, such as a captive portal, may ask
// for a day.
inline constexpr std::chrono::minutes kLongestRetryAfter{10};

// `value` is that of Retry-After, a number of seconds or a date. A date is measured from `date`, the value of the
// same response's Date, so that the clock of the visitor's computer does not matter. The result is 0 if the value
// is missing, is malformed, or is in the past.
std::chrono::seconds retry_after(std::string_view value, std::string_view date);

}  // namespace sws
