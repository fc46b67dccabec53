#include "backend/admission/origin.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <utility>

#include "shared/ascii.hpp"

namespace sws {
namespace {

using boost::system::result;

constexpr std::size_t kMaxName = 253;  // RFC 1035 §2.3.4, without the dot at the end
constexpr std::size_t kMaxLabel = 63;
constexpr std::string_view kNull = "null";
constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kAllBelow = "*.";

bool is_in_a_name(char c) {
  return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.';
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lowered;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

// A browser takes a name whose last label is a number for an IPv4 address (URL Standard, "ends in a number").
bool ends_in_a_number(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  const bool is_hexadecimal = last.starts_with("0x");
  return std::all_of(last.begin(), last.end(), is_digit) ||
         (is_hexadecimal && last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos);
}

result<std::string, BadOrigin> ipv6_host(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address_v6(std::string(text), error);
  if (error || text.find('%') != std::string_view::npos) {
    return BadOrigin{"only an IPv6 address without a zone may stand in brackets, like [2001:db8::1]"};
  }
  return {boost::system::in_place_value, '[' + address.to_string() + ']'};
}

bool has_bad_label(std::string_view name) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    if (end == begin || end - begin > kMaxLabel) return true;
    begin = end + 1;
  }
  return false;
}

bool is_of_the_web(std::string_view scheme) {
  return scheme == "http" || scheme == "https";
}

std::uint16_t default_port(std::string_view scheme) {
  if (scheme == "http") return 80;
  return scheme == "https" ? 443 : 0;
}

// No browser shows pages under these schemes, so that an origin with one of them could never match.
std::optional<BadOrigin> no_page_has(std::string_view scheme) {
  static constexpr std::array<std::string_view, 7> kSchemes = {"ws",   "wss",   "ftp",       "data",
                                                               "blob", "about", "javascript"};
  if (std::find(kSchemes.begin(), kSchemes.end(), scheme) == kSchemes.end()) return std::nullopt;
  return BadOrigin{"no page has an origin with " + std::string(scheme) +
                   "://: give the address of the page, which begins with https:// or http://"};
}

result<std::uint16_t, BadOrigin> read_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    return BadOrigin{"its port is not a number from 1 to 65535"};
  }
  return port;
}

}  // namespace

result<std::string, BadOrigin> normalized_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) return ipv6_host(text.substr(1, text.size() - 2));
  if (text.empty()) return BadOrigin{"it has no host"};
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return BadOrigin{
        "browsers send a name with letters beyond ASCII in its ASCII form, which begins with xn--: give that form "
        "(the page's console shows it as location.origin)"};
  }
  if (!std::all_of(text.begin(), text.end(), is_in_a_name)) {
    return BadOrigin{"its host has a character that no name of a host has"};
  }
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() > kMaxName || has_bad_label(text)) {
    return BadOrigin{"the parts of its host's name must have 1 to 63 characters, and the name 253 at most"};
  }
  std::string host = lower(text);
  if (!ends_in_a_number(host)) return {boost::system::in_place_value, std::move(host)};
  boost::system::error_code error;
  boost::asio::ip::make_address_v4(host, error);
  if (error) return BadOrigin{"its host looks like an IPv4 address, which has four decimal parts, like 192.0.2.1"};
  return {boost::system::in_place_value, std::move(host)};
}

bool is_reached_by_operators(std::string_view host) {
  return host.starts_with('[') || ends_in_a_number(host) || host == "localhost";
}

result<Origin, BadOrigin> Origin::parse(std::string_view text) {
  const std::size_t scheme_end = text.find(kSchemeEnd);
  if (scheme_end == std::string_view::npos || !is_scheme(text.substr(0, scheme_end))) {
    return BadOrigin{"it must begin with a scheme, like https:// or capacitor://"};
  }
  Origin origin;
  origin.scheme = lower(text.substr(0, scheme_end));
  if (auto refusal = no_page_has(origin.scheme)) return *std::move(refusal);
  const std::string_view authority = text.substr(scheme_end + kSchemeEnd.size());
  if (origin.scheme == "file" && authority.empty()) return origin;
  if (authority.find_first_of("/?#\\") != std::string_view::npos) {
    return BadOrigin{"an origin ends behind the host or the port, without a path"};
  }
  if (authority.find('@') != std::string_view::npos) return BadOrigin{"an origin has no user and no password"};
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon = authority.find(':', std::min(bracket, authority.size()));
  const std::string_view written = authority.substr(0, colon);
  // An app's own scheme need not have the name of a host, as in app://. of Electron.
  if (!is_of_the_web(origin.scheme) && !written.empty() &&
      std::all_of(written.begin(), written.end(), is_in_a_name)) {
    origin.host = lower(written);
  } else {
    auto host = normalized_host(written);
    if (!host) return host.error();
    origin.host = std::move(*host);
  }
  if (colon == std::string_view::npos) return origin;
  const auto port = read_port(authority.substr(colon + 1));
  if (!port) return port.error();
  if (*port != default_port(origin.scheme)) origin.port = *port;
  return origin;
}

result<OriginPattern, BadOrigin> OriginPattern::parse(std::string_view text) {
  OriginPattern pattern;
  if (text == "*") return pattern;
  if (text == kNull) {
    pattern.kind_ = Kind::null;
    return pattern;
  }
  pattern.kind_ = Kind::one;
  std::string plain(text);
  if (plain.ends_with('/') && !plain.ends_with(kSchemeEnd)) plain.pop_back();
  const std::size_t host = plain.find(kSchemeEnd) + kSchemeEnd.size();
  if (host < plain.size() && std::string_view(plain).substr(host).starts_with(kAllBelow)) {
    pattern.kind_ = Kind::subdomains;
    plain.erase(host, kAllBelow.size());
  }
  if (plain.find('*') != std::string::npos) {
    return BadOrigin{"a * may only be the whole value, or stand for all names below one: https://*.example.org"};
  }
  auto origin = Origin::parse(plain);
  if (!origin) return origin.error();
  const std::string& parent = origin->host;
  if (pattern.kind_ == Kind::subdomains && (parent.starts_with('[') || ends_in_a_number(parent))) {
    return BadOrigin{"there are no names below an address: give the address without *."};
  }
  pattern.origin_ = std::move(*origin);
  return pattern;
}

bool OriginPattern::matches(std::string_view text, const std::optional<Origin>& origin) const {
  switch (kind_) {
    case Kind::everything:
      return true;
    case Kind::null:
      return text == kNull;
    case Kind::one:
      return origin == origin_;
    case Kind::subdomains:
      break;
  }
  if (!origin || origin->scheme != origin_.scheme || origin->port != origin_.port) return false;
  return origin->host.size() > origin_.host.size() + 1 && origin->host.ends_with('.' + origin_.host);
}

}  // namespace sws
