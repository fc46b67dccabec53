// The beginning of a text that came from outside, for a place on the page that has room for one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sws {

// Returns the first `most` bytes of `text`, or fewer so that no UTF-8 character is cut in two, with "…" if
// something was left out. Control characters become spaces.
std::string excerpt(std::string_view text, std::size_t most);

}  // namespace sws
