#include "backend/http/viewer_check.hpp"

#include "backend/admission/access.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

std::string_view value_of(const RequestHeader& request, http::field name) {
  const auto value = request[name];
  return {value.data(), value.size()};
}

std::optional<Refusal> check_origin(const RequestHeader& request, const OriginPolicy& policy) {
  std::optional<std::string_view> origin;
  if (request.count(http::field::origin) > 0) origin = value_of(request, http::field::origin);
  if (policy.allows(origin, value_of(request, http::field::host))) return std::nullopt;
  return Refusal{http::status::forbidden, Reason::origin_not_allowed,
                 "pages of this Origin may not open streams here; see --allowed-origin"};
}

std::optional<Refusal> check_token(const RequestHeader& request, const Secret& secret, std::int64_t now) {
  const auto denied = [](const char* why) { return Refusal{http::status::forbidden, Reason::access_denied, why}; };
  switch (check_access(secret, request, now)) {
    case Access::granted:
      return std::nullopt;
    case Access::missing:
      return denied("a token of access is needed, as ?access=TOKEN or a cookie");
    case Access::expired:
      return denied("the token of access has expired");
    case Access::refused:
      break;
  }
  return denied("the token of access is not one of this server's");
}

}  // namespace

std::optional<Refusal> check_viewer(const RequestHeader& request, const Client& client, const Settings& settings,
                                    Admission& admission, Admission::Slot& slot, std::int64_t now) {
  if (auto refusal = check_origin(request, settings.origins)) return refusal;
  if (settings.access_secret) {
    if (auto refusal = check_token(request, *settings.access_secret, now)) return refusal;
  }
  if (!client.proxied) return std::nullopt;
  const auto assigned = admission.assign(slot, client.address, std::chrono::steady_clock::now());
  if (!assigned) return refusal_of(assigned.error());
  return std::nullopt;
}

}  // namespace sws
