#include "backend/http/routing.hpp"

#include <optional>

#include "backend/admission/access.hpp"
#include "backend/http/operator_check.hpp"
#include "backend/http/request_check.hpp"
#include "backend/http/request_target.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

Answer stream_answer(const RequestHeader& request) {
  if (auto refusal = check_upgrade(request)) return *std::move(refusal);
  const auto protocol = requested_protocol(target_of(request));
  if (!protocol) return protocol.error();
  return StreamHandshake{*protocol};
}

Answer cookie_answer(const Secret& secret, std::string_view token, WallTime now) {
  const auto expiry = access_token_expiry(secret, token);
  const auto seconds = WallTime::clock::to_time_t(now);
  if (!expiry) {
    return Refusal{http::status::forbidden, Reason::access_denied,
                   "the access token was not issued for this server"};
  }
  if (*expiry <= seconds) {
    return Refusal{http::status::forbidden, Reason::access_denied, "the access token has expired"};
  }
  return AccessCookie{std::string(token), std::chrono::seconds(*expiry - seconds)};
}

}  // namespace

Answer route(const RequestHeader& request, const HttpService& service, const Settings& settings, WallTime now) {
  if (service.for_operators) {
    if (auto refusal = check_operator(request, settings.admin_hosts)) return *std::move(refusal);
  }
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return Refusal{http::status::method_not_allowed, Reason::method_not_allowed, "GET and HEAD are allowed"};
  }
  const auto path = request_path(target_of(request));
  if (!path) {
    return Refusal{http::status::bad_request, Reason::malformed_request, "the request target is malformed"};
  }
  if (service.upgrader && service.upgrader->has_stream_at(*path)) return stream_answer(request);
  if (settings.access_secret && *path == "/") {
    const std::string_view token = access_in_query(target_of(request));
    if (!token.empty()) return cookie_answer(*settings.access_secret, token, now);
  }
  auto found = service.site.find(*path, value_of(request, http::field::accept_encoding));
  if (!found) {
    return Refusal{http::status::not_found, Reason::not_found, "there is nothing at this path; the page is at /"};
  }
  return *std::move(found);
}

}  // namespace sws
