#include "backend/config/nats_settings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "shared/ascii.hpp"

namespace sws {
namespace {

constexpr std::string_view kPlain = "nats://", kTls = "tls://";
constexpr std::size_t kMaxHost = 253;  // characters (RFC 1035 §2.3.4)

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0;
}

bool is_host(std::string_view text) {
  const auto is_good = [](char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == ':';
  };
  return !text.empty() && text.size() <= kMaxHost && std::all_of(text.begin(), text.end(), is_good);
}

// Takes HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT apart, and returns the host.
std::optional<std::string_view> host_in(std::string_view text) {
  std::string_view host, rest;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else {
    host = text.substr(0, text.find(':'));
    rest = text.substr(host.size());
  }
  if (!is_host(host)) return std::nullopt;
  if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return std::nullopt;
  return host;
}

std::optional<NatsAddress> address_in(std::string_view url) {
  const bool tls = url.starts_with(kTls);
  if (!tls && !url.starts_with(kPlain)) return std::nullopt;
  std::string_view rest = url.substr(tls ? kTls.size() : kPlain.size());
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
  const auto host = host_in(rest);
  if (!host) return std::nullopt;
  return NatsAddress{std::string(url), std::string(*host), tls};
}

}  // namespace

boost::system::result<std::vector<NatsAddress>, std::string> parse_nats_addresses(std::string_view text) {
  std::vector<NatsAddress> addresses;
  for (std::size_t number = 1;; ++number) {
    const std::string_view url = text.substr(0, text.find(','));
    auto address = address_in(url);
    if (!address) {
      return "address " + std::to_string(number) +
             " is not one of a broker: nats://HOST or nats://HOST:PORT is expected, or tls:// for TLS, with commas "
             "between several";
    }
    addresses.push_back(*std::move(address));
    if (url.size() == text.size()) return addresses;
    text.remove_prefix(url.size() + 1);
  }
}

}  // namespace sws
