#include "backend/admission/forwarded.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <optional>
#include <vector>

namespace sws {
namespace {

namespace http = boost::beast::http;

// The words of one proxy about its own peer.
struct Hop {
  std::optional<IpAddress> address;  // nothing if it is unreadable, hidden ("_secret") or "unknown"
  bool https = false;

  friend bool operator==(const Hop&, const Hop&) = default;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool same_word(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

// Splits at each `separator` outside quotes. It reads from the right, where the trusted proxies append: a quote
// that a client leaves open on the left must not swallow their part.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t end = text.size();
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] != separator || quoted) continue;
    parts.push_back(trimmed(text.substr(i + 1, end - i - 1)));
    end = i;
  }
  parts.push_back(trimmed(text.substr(0, end)));
  std::reverse(parts.begin(), parts.end());
  return parts;
}

// Reads `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711`, or `2001:db8::1` (the form of X-Forwarded-For), with
// or without quotes.
std::optional<IpAddress> address_in(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    text = text.substr(1, end - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  boost::system::error_code error;
  const IpAddress address = boost::asio::ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return unmapped(address);
}

// Joins the values of a field that comes in several lines (RFC 9110 §5.3).
std::string joined(const http::request_header<>& request, boost::beast::string_view name) {
  std::string all;
  const auto [begin, end] = request.equal_range(name);
  for (auto field = begin; field != end; ++field) {
    if (!all.empty()) all += ',';
    all.append(field->value().data(), field->value().size());
  }
  return all;
}

std::vector<Hop> forwarded_hops(std::string_view field) {
  std::vector<Hop> hops;
  if (field.empty()) return hops;
  for (const std::string_view element : split(field, ',')) {
    Hop hop;
    for (const std::string_view pair : split(element, ';')) {
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos) continue;
      const std::string_view name = trimmed(pair.substr(0, equals));
      const std::string_view value = trimmed(pair.substr(equals + 1));
      if (same_word(name, "for")) hop.address = address_in(value);
      if (same_word(name, "proto")) hop.https = same_word(value, "https") || same_word(value, "\"https\"");
    }
    hops.push_back(hop);
  }
  return hops;
}

// If X-Forwarded-Proto has one word for each address, each word belongs to its address. With any other number of
// words only the last one is known to be from the last proxy, so that it holds for all addresses.
std::vector<Hop> x_forwarded_hops(std::string_view addresses, std::string_view protocols) {
  std::vector<Hop> hops;
  if (addresses.empty()) return hops;
  const auto words = split(protocols, ',');
  for (const std::string_view text : split(addresses, ',')) hops.push_back({address_in(text), false});
  for (std::size_t i = 0; i < hops.size(); ++i) {
    const std::size_t word = words.size() == hops.size() ? i : words.size() - 1;
    hops[i].https = same_word(words[word], "https");
  }
  return hops;
}

}  // namespace

boost::system::result<RequestClient, std::string> client_of(const http::request_header<>& request,
                                                            const IpAddress& peer, bool https,
                                                            std::span<const AddressBlock> trusted) {
  const auto is_trusted = [&](const IpAddress& address) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const auto& block) { return block.contains(address); });
  };
  RequestClient client{unmapped(peer), https, false};
  if (!is_trusted(client.address)) return client;
  auto hops = forwarded_hops(joined(request, "Forwarded"));
  const auto x_hops = x_forwarded_hops(joined(request, "X-Forwarded-For"), joined(request, "X-Forwarded-Proto"));
  if (hops.empty()) {
    hops = x_hops;
  } else if (!x_hops.empty() && hops != x_hops) {
    return std::string(
        "Forwarded and X-Forwarded-For contradict each other: a proxy must drop what it does not set");
  }
  for (; !hops.empty() && hops.back().address && is_trusted(client.address); hops.pop_back()) {
    client = {*hops.back().address, hops.back().https, true};
  }
  return client;
}

}  // namespace sws
