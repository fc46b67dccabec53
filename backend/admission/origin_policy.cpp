#include "backend/admission/origin_policy.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <string>

#include "backend/admission/authority.hpp"

namespace sws {
namespace {

// `host` is normalized.
bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(host), error);
  return !error && address.is_loopback();
}

// Returns the host that the field Host names.
std::optional<std::string> requested_host(std::string_view field) {
  const auto authority = parse_authority(field);
  if (!authority) return std::nullopt;
  auto host = normalized_host(authority->host);
  if (!host) return std::nullopt;
  return std::move(*host);
}

}  // namespace

bool OriginPolicy::allows(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return true;
  std::optional<Origin> from;
  if (auto read = Origin::parse(*origin)) from = std::move(*read);
  const auto matches = [&](const OriginPattern& pattern) { return pattern.matches(*origin, from); };
  if (std::any_of(also_.begin(), also_.end(), matches)) return true;
  if (!from || (from->scheme != "http" && from->scheme != "https")) return false;
  const auto to = requested_host(host);
  return to && (from->host == *to || (is_loopback(from->host) && is_loopback(*to)));
}

}  // namespace sws
