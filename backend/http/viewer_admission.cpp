#include "backend/http/viewer_admission.hpp"

#include <optional>
#include <utility>

#include "backend/admission/access.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

std::optional<Refusal> check_origin(const RequestHeader& request, const OriginPolicy& policy,
                                    std::optional<std::string_view> origin) {
  if (policy.allows(origin, value_of(request, http::field::host))) return std::nullopt;
  return Refusal{http::status::forbidden, Reason::origin_not_allowed,
                 "pages of this Origin may not open streams here; see --allowed-origin"};
}

// A page of another site, which cannot read the events, could make a visitor's browser load them in an <img> until
// the visitor has no place left. The browser then sends no Origin (Fetch Metadata).
bool is_loaded_by_other_site(const RequestHeader& request) {
  return request["Sec-Fetch-Site"] == "cross-site" && request["Sec-Fetch-Mode"] == "no-cors";
}

std::optional<Refusal> check_origin(const RequestHeader& request, const OriginPolicy& policy) {
  const std::size_t origins = request.count(http::field::origin);
  if (origins == 0 && is_loaded_by_other_site(request)) {
    return Refusal{http::status::forbidden, Reason::origin_not_allowed,
                   "pages of other sites may not load streams as images or scripts (Sec-Fetch-Site)"};
  }
  if (origins > 1) {
    return Refusal{http::status::forbidden, Reason::origin_not_allowed, "a request has one Origin at most"};
  }
  std::optional<std::string_view> origin;
  if (origins == 1) origin = value_of(request, http::field::origin);
  return check_origin(request, policy, origin);
}

std::optional<Refusal> check_origin_of_question(const RequestHeader& request, const OriginPolicy& policy) {
  const auto named = request.find("X-Page-Origin");
  if (request.count(http::field::origin) > 0 || named == request.end()) return check_origin(request, policy);
  return check_origin(request, policy, std::string_view(named->value().data(), named->value().size()));
}

// A token may be valid for longer than any stream lasts, or than the steady clock can count.
constexpr std::chrono::hours kLongest{24 * 366};

// When the token expires, by the steady clock, which nobody steps.
SteadyTime end_of(std::int64_t expiry, const Clock& clock) {
  const auto now = clock.wall().time_since_epoch();
  const std::int64_t left = expiry - std::chrono::floor<std::chrono::seconds>(now).count();
  if (left >= std::chrono::seconds(kLongest).count()) return clock.steady() + kLongest;
  return clock.steady() + std::chrono::duration_cast<SteadyTime::duration>(std::chrono::seconds(expiry) - now);
}

Refusal denied(std::string why) {
  return {http::status::forbidden, Reason::access_denied, std::move(why)};
}

boost::system::result<AdmittedViewer, Refusal> check_token(const RequestHeader& request, const Secrets& secrets,
                                                           std::string_view channel, const Clock& clock) {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock.wall().time_since_epoch());
  const Admittance admittance = check_access(secrets, request, channel, now.count());
  switch (admittance.access) {
    case Access::granted:
      return AdmittedViewer{end_of(admittance.grant.expiry, clock)};
    case Access::missing:
      return denied("an access token is needed, as ?access=TOKEN or as a cookie");
    case Access::expired:
      return denied("the access token has expired");
    case Access::other_channel:
      return denied("the access token does not admit to the channel " + std::string(channel));
    case Access::refused:
      break;
  }
  return denied("the access token was not issued for this server");
}

// Committing to so many numbers takes about as long as the rest of a handshake.
constexpr std::uint32_t kNumbersOfAConnect = 1'024;

// As how many more new connections the work for this stream counts. Only random channels have commitments.
std::uint32_t further_connects(const StreamRequest& wanted, std::string_view name, const Settings& settings) {
  const ChannelSettings* const channel = find_channel(settings.channels, name);
  const bool is_random = channel && channel->source == ChannelSource::random;
  if (!is_random || wanted.protocol == StreamProtocol::plain || wanted.resumes) return 0;
  const std::uint32_t count = wanted.count.value_or(settings.stream.count);
  return count > kMaxProvenCount ? 0 : count / kNumbersOfAConnect;
}

}  // namespace

boost::system::result<AdmittedViewer, Refusal> admit_viewer(const Viewer& viewer, const Settings& settings,
                                                            Admission& admission, Admission::Slot& slot,
                                                            const Clock& clock) {
  const auto& [request, wanted, client, channel] = viewer;
  if (auto refusal = check_origin(request, settings.origins)) return *std::move(refusal);
  AdmittedViewer admitted;
  if (settings.access_secrets) {
    const auto checked = check_token(request, *settings.access_secrets, channel, clock);
    if (!checked) return checked.error();
    admitted = *checked;
  }
  const std::uint32_t further = further_connects(wanted, channel, settings);
  const auto counted = client.proxied ? admission.assign(slot, client.address, clock.steady(), further)
                                      : admission.count_further(client.address, further, clock.steady());
  if (!counted) return refusal_of(counted.error());
  return admitted;
}

std::optional<Refusal> would_refuse_viewer(const Viewer& viewer, const Settings& settings, Admission& admission,
                                           bool is_first, const Clock& clock) {
  const auto& [request, wanted, client, channel] = viewer;
  if (auto refusal = check_origin_of_question(request, settings.origins)) return refusal;
  if (settings.access_secrets) {
    const auto admitted = check_token(request, *settings.access_secrets, channel, clock);
    if (!admitted) return admitted.error();
  }
  const std::uint32_t further = further_connects(wanted, channel, settings);
  if (!client.proxied && is_first) {
    const bool is_slow_enough = further == 0 || admission.has_rate_for(client.address, further, clock.steady());
    return is_slow_enough ? std::nullopt : std::optional(refusal_of(NotAdmitted::too_fast_from_address));
  }
  const auto admitted = client.proxied ? admission.would_assign(client.address, clock.steady(), further)
                                       : admission.would_admit(client.address, clock.steady(), further);
  if (!admitted) return refusal_of(admitted.error());
  return std::nullopt;
}

bool permits(const Settings& settings, const RequestHeader& request, std::string_view channel, WallTime now) {
  if (!settings.access_secrets) return true;
  const std::int64_t seconds = WallTime::clock::to_time_t(now);
  return check_access(*settings.access_secrets, request, channel, seconds).access == Access::granted;
}

}  // namespace sws
