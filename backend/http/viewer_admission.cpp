#include "backend/http/viewer_admission.hpp"

#include "backend/admission/access.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

std::optional<Refusal> check_origin(const RequestHeader& request, const OriginPolicy& policy) {
  const std::size_t origins = request.count(http::field::origin);
  if (origins > 1) {
    return Refusal{http::status::forbidden, Reason::origin_not_allowed, "a request has one Origin at most"};
  }
  std::optional<std::string_view> origin;
  if (origins == 1) origin = value_of(request, http::field::origin);
  if (policy.allows(origin, value_of(request, http::field::host))) return std::nullopt;
  return Refusal{http::status::forbidden, Reason::origin_not_allowed,
                 "pages of this Origin may not open streams here; see --allowed-origin"};
}

std::optional<Refusal> check_token(const RequestHeader& request, const Secret& secret, WallTime now) {
  const auto denied = [](const char* why) { return Refusal{http::status::forbidden, Reason::access_denied, why}; };
  switch (check_access(secret, request, WallTime::clock::to_time_t(now))) {
    case Access::granted:
      return std::nullopt;
    case Access::missing:
      return denied("an access token is needed, as ?access=TOKEN or as a cookie");
    case Access::expired:
      return denied("the access token has expired");
    case Access::refused:
      break;
  }
  return denied("the access token was not issued for this server");
}

}  // namespace

std::optional<Refusal> admit_viewer(const RequestHeader& request, const RequestClient& client,
                                    const Settings& settings, Admission& admission, Admission::Slot& slot,
                                    const Clock& clock) {
  if (auto refusal = check_origin(request, settings.origins)) return refusal;
  if (settings.access_secret) {
    if (auto refusal = check_token(request, *settings.access_secret, clock.wall())) return refusal;
  }
  if (!client.proxied) return std::nullopt;
  const auto assigned = admission.assign(slot, client.address, clock.steady());
  if (!assigned) return refusal_of(assigned.error());
  return std::nullopt;
}

}  // namespace sws
