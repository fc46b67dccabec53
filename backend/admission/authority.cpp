#include "backend/admission/authority.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <string>

#include "shared/ascii.hpp"

namespace sws {
namespace {

constexpr std::size_t kMaxPortDigits = 5;
constexpr unsigned kMaxPort = 65'535;

bool is_in_a_host(char c) {
  return is_digit(c) || is_letter(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}

// Asio also accepts a zone behind the address (`fe80::1%eth0`), which has no meaning on another machine.
bool is_ipv6(std::string_view text) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v6(std::string(text), error);
  return !error && text.find('%') == std::string_view::npos;
}

bool is_port(std::string_view text) {
  if (text.size() > kMaxPortDigits || !std::all_of(text.begin(), text.end(), is_digit)) return false;
  unsigned number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= kMaxPort;
}

}  // namespace

std::optional<Authority> parse_authority(std::string_view text) {
  const bool in_brackets = text.starts_with('[');
  const std::size_t bracket = text.find(']');
  if (in_brackets && bracket == std::string_view::npos) return std::nullopt;
  const std::size_t end = std::min(in_brackets ? bracket + 1 : text.find(':'), text.size());
  const std::string_view host = text.substr(0, end);
  const bool is_good = in_brackets ? is_ipv6(host.substr(1, host.size() - 2))
                                   : !host.empty() && std::all_of(host.begin(), host.end(), is_in_a_host);
  if (!is_good) return std::nullopt;
  std::string_view rest = text.substr(end);
  if (rest.empty()) return Authority{host, {}};
  if (rest.front() != ':' || !is_port(rest.substr(1))) return std::nullopt;
  return Authority{host, rest.substr(1)};
}

bool same_text(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

}  // namespace sws
