#include "backend/admission/origin_policy.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "backend/admission/authority.hpp"

namespace sws {
namespace {

// Returns the host and the port of an origin `http://host:port` or `https://host:port` (RFC 6454 §6.2).
std::optional<Authority> authority_of(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (same_text(origin.substr(0, scheme.size()), scheme) && !origin.ends_with(':')) {
      return parse_authority(origin.substr(scheme.size()));
    }
  }
  return std::nullopt;
}

bool is_loopback(std::string_view host) {
  if (same_text(host, "localhost")) return true;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  return !error && address.is_loopback();
}

}  // namespace

bool OriginPolicy::is_origin(std::string_view text) {
  return text == "*" || authority_of(text).has_value();
}

bool OriginPolicy::allows(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return true;
  const auto listed = [&](const std::string& one) { return one == "*" || same_text(one, *origin); };
  if (std::any_of(also_.begin(), also_.end(), listed)) return true;
  const auto from = authority_of(*origin);
  const auto to = parse_authority(host);
  if (!from || !to) return false;  // a page without an origin of its own says "null"
  return same_text(from->host, to->host) || (is_loopback(from->host) && is_loopback(to->host));
}

}  // namespace sws
