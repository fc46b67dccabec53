#include "backend/http/request_normalization.hpp"

#include <array>
#include <string>

#include "backend/http/request_target.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

// The lists that this server reads.
constexpr std::array kLists = {http::field::accept_encoding, http::field::connection, http::field::if_none_match,
                               http::field::upgrade};

void take_host_from_target(RequestHeader& request) {
  if (const auto target = absolute_target(target_of(request))) {
    request.set(http::field::host, {target->authority.data(), target->authority.size()});
  }
}

void join_lines(RequestHeader& request, http::field name) {
  if (request.count(name) < 2) return;
  std::string joined;
  const auto [begin, end] = request.equal_range(name);
  for (auto field = begin; field != end; ++field) {
    if (!joined.empty()) joined += ", ";
    joined.append(field->value().data(), field->value().size());
  }
  request.erase(name);
  request.set(name, joined);
}

}  // namespace

void normalize(RequestHeader& request) {
  take_host_from_target(request);
  for (const http::field list : kLists) join_lines(request, list);
}

}  // namespace sws
