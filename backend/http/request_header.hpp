// The header of a request as Beast has parsed it, and its fields as std::string_view.
#pragma once

#include <boost/beast/http/message.hpp>
#include <string_view>

namespace sws {

using RequestHeader = boost::beast::http::request_header<>;

// Returns the value of the first field of that name, or an empty text if there is none.
inline std::string_view value_of(const RequestHeader& request, boost::beast::http::field name) {
  const auto value = request[name];
  return {value.data(), value.size()};
}

inline std::string_view target_of(const RequestHeader& request) {
  return {request.target().data(), request.target().size()};
}

}  // namespace sws
