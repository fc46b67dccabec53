#include "backend/admission/node_address.hpp"

#include <algorithm>
#include <string>

#include "backend/admission/authority.hpp"
#include "shared/ascii.hpp"

namespace sws {
namespace {

// Whether `text` has only characters of an address. Asio also accepts a zone (`fe80::1%eth0`), which says nothing
// outside the machine that wrote it.
bool looks_like_an_address(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

// A proxy may hide the port of its peer, as in `192.0.2.1:_x7` (RFC 7239 §6.3). It says nothing about the address.
std::string_view without_obfuscated_port(std::string_view text) {
  const std::size_t port = text.rfind(":_");
  if (port == std::string_view::npos || port + 2 == text.size()) return text;
  const bool is_good = std::all_of(text.begin() + port + 2, text.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '_' || c == '-';
  });
  return is_good ? text.substr(0, port) : text;
}

std::optional<IpAddress> address_in(std::string_view text) {
  if (!looks_like_an_address(text)) return std::nullopt;
  boost::system::error_code error;
  const IpAddress address = boost::asio::ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return unmapped(address);
}

}  // namespace

std::optional<IpAddress> node_address(std::string_view text) {
  if (std::count(text.begin(), text.end(), ':') > 1 && !text.starts_with('[')) return address_in(text);
  const auto node = parse_authority(without_obfuscated_port(text));
  if (!node || text.ends_with(':')) return std::nullopt;
  const bool in_brackets = node->host.starts_with('[');
  return address_in(in_brackets ? node->host.substr(1, node->host.size() - 2) : node->host);
}

}  // namespace sws
