#include "backend/admission/origin_policy.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>

namespace sws {
namespace {

bool same_text(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

// Returns the `host:port` of an origin `http://host:port` or `https://host:port` (RFC 6454 §6.2).
std::optional<std::string_view> authority_of(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.size() <= scheme.size() || !same_text(origin.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = origin.substr(scheme.size());
    if (rest.find_first_of("/?#@ ") == std::string_view::npos) return rest;
  }
  return std::nullopt;
}

std::string_view without_port(std::string_view authority) {
  const std::size_t end = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  return authority.substr(0, end);
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
  const auto authority = authority_of(*origin);
  if (!authority) return false;  // a page without an origin of its own says "null"
  const std::string_view from = without_port(*authority), to = without_port(host);
  if (from.empty()) return false;
  return same_text(from, to) || (is_loopback(from) && is_loopback(to));
}

}  // namespace sws
