// The media types of files, by the end of their names. Pure.
#pragma once

#include <string_view>

namespace sws {

// Returns "text/html; charset=utf-8" for "/index.html", whatever the case of its letters, and
// "application/octet-stream" for a name that it does not know.
std::string_view media_type_of(std::string_view path);

}  // namespace sws
