// Reads the target of a request (RFC 9112 §3.2): its host, its path and its query. Pure functions.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

struct AbsoluteTarget {
  std::string_view authority;  // "localhost:8000"
  std::string_view path;       // with the query, if there is one; may be empty
};

// Takes apart a target in absolute-form, like "http://localhost:8000/?protocol=1". Returns nothing for any other
// form.
std::optional<AbsoluteTarget> absolute_target(std::string_view target);

// Returns the path of a target in origin-form or absolute-form, percent-decoded and without the query. Returns
// nothing if the target is malformed or has another form.
std::optional<std::string> request_path(std::string_view target);

// Returns the percent-decoded value of the first parameter of that name; nothing if there is none, or if its value
// is malformed.
std::optional<std::string> query_value(std::string_view target, std::string_view name);

// Returns what the query asks for: `protocol=1` selects the verified protocol, and a query without it the plain
// one, in which all parameters are ignored. `count` and `resume` belong to protocol 1; `resume` has no value. Other
// parameters are ignored. A value that none of these can have is refused, and so is a second `count`.
boost::system::result<StreamRequest, Refusal> requested_stream(std::string_view target);

}  // namespace sws
