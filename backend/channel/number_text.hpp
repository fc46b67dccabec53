// Reads a number that a person or a program wrote. Pure functions, any thread.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>

namespace sws {

// Returns the double that is nearest to `text`, which must be a number by the grammar of RFC 8259 §6 without blanks
// around it. The error is the second half of a sentence about the text, such as "has no digit behind its point". A
// number that no double can hold, such as 1e400, is an error; one that is too small for a double is 0.
boost::system::result<double, std::string> read_number(std::string_view text);

// Returns `text` in quotes for a message of one line: without what a reader cannot see, and not all of it if it is
// long.
std::string in_quotes(std::string_view text);

}  // namespace sws
