// The beginning of a text that came from outside, for a place on the page that has room for one line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sws {

// Bytes. What this project's server says of itself is shorter.
constexpr std::size_t kMostExcerpt = 200;

// Returns the first `most` bytes of `text`, or fewer so that no UTF-8 character is cut in two, with "…" if
// something was left out. Control characters and separators of lines become spaces, and characters that steer the
// direction of writing are dropped, so that a text cannot change how the words around it look. Spaces at both ends
// are dropped. `text` is UTF-8.
std::string excerpt(std::string_view text, std::size_t most = kMostExcerpt);

}  // namespace sws
