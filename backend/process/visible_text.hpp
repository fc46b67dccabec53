// Makes text from files and arguments safe and readable in a message of one line. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace sws {

// `text` with each character that a reader cannot see written out: a carriage return is \r, a byte order mark is
// \u{feff}, a no-break space is \u{a0}, and a byte that is not UTF-8 (RFC 3629) is \xff. Other characters stay.
std::string visible(std::string_view text);

}  // namespace sws
