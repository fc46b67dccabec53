// Makes text from files and arguments safe and readable in a message of one line. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace sws {

// `text` with each character that a reader cannot see written out: a carriage return is \r, a byte order mark is
// \u{feff}, a no-break space is \u{a0}, and a byte that is not UTF-8 (RFC 3629) is \xff. Other characters stay.
std::string visible(std::string_view text);

// The same, but the control characters below 0x20 stay, for a format that writes them out itself, as JSON does. The
// result is valid UTF-8.
std::string visible_beyond_controls(std::string_view text);

}  // namespace sws
