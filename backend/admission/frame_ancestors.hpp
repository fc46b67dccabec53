// The pages that may show ours in a frame, as the field Content-Security-Policy names them (CSP Level 3 §6.4.2.1,
// frame-ancestors). Pure functions; any thread.
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <string_view>

#include "backend/admission/origin.hpp"

namespace sws {

inline constexpr const char* kNoFrameAncestors = "'none'";

// Reads an entry of --frame-ancestors: an origin like `https://example.org`, `https://*.example.org` (all names
// below it), `self` (pages of this server) or `*`. One '/' behind an origin is ignored. Returns the source
// expression (CSP Level 3 §2.3.1), which cannot contain anything that ends it: blanks, ';' and ','.
boost::system::result<std::string, BadOrigin> frame_ancestor(std::string_view text);

}  // namespace sws
