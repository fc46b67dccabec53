#include "backend/http/content_coding.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>

namespace sws {
namespace {

constexpr unsigned kUnnamedIdentity = 1;  // identity that the field does not name: less than any weight
constexpr unsigned kStep = 2;             // the number for a weight of 0.001
constexpr unsigned kWhole = 1'000 * kStep;

bool same(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Reads "q=0.5" (RFC 9110 §12.4.2).
std::optional<unsigned> read_weight(std::string_view parameter) {
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return std::nullopt;
  const std::string_view value = parameter.substr(2);
  if (value.empty() || (value[0] != '0' && value[0] != '1')) return std::nullopt;
  if (value.size() > 5 || (value.size() > 1 && value[1] != '.')) return std::nullopt;
  unsigned weight = value[0] == '1' ? kWhole : 0;
  unsigned digit_weight = kWhole / 10;
  for (const char c : value.substr(std::min<std::size_t>(value.size(), 2))) {
    if (c < '0' || c > '9') return std::nullopt;
    weight += static_cast<unsigned>(c - '0') * digit_weight;
    digit_weight /= 10;
  }
  return weight <= kWhole ? std::optional(weight) : std::nullopt;
}

// The weights that Accept-Encoding gives to the codings that this server knows.
struct Weights {
  std::optional<unsigned> br, gzip, identity, others;

  unsigned of(const std::optional<unsigned>& named, unsigned unnamed) const {
    return named.value_or(others.value_or(unnamed));
  }
};

Weights read_field(std::string_view field) {
  Weights weights;
  while (!field.empty()) {
    const std::size_t comma = field.find(',');
    const std::string_view element = field.substr(0, comma);
    field = comma == std::string_view::npos ? std::string_view() : field.substr(comma + 1);
    const std::size_t semicolon = element.find(';');
    const std::string_view name = trim(element.substr(0, semicolon));
    const auto weight = semicolon == std::string_view::npos ? std::optional(kWhole)
                                                            : read_weight(trim(element.substr(semicolon + 1)));
    if (!weight) continue;
    if (same(name, "br")) weights.br = weight;
    if (same(name, "gzip") || same(name, "x-gzip")) weights.gzip = weight;  // two names of one coding (§8.4.1.3)
    if (same(name, "identity")) weights.identity = weight;
    if (name == "*") weights.others = weight;
  }
  return weights;
}

}  // namespace

std::optional<ContentCoding> choose_coding(std::string_view accept_encoding, bool has_gzip, bool has_br) {
  const Weights weights = read_field(accept_encoding);
  const unsigned br = has_br ? weights.of(weights.br, 0) : 0;
  const unsigned gzip = has_gzip ? weights.of(weights.gzip, 0) : 0;
  const unsigned identity = weights.of(weights.identity, kUnnamedIdentity);
  const unsigned best = std::max({br, gzip, identity});
  if (best == 0) return std::nullopt;
  if (br == best) return ContentCoding::br;
  return gzip == best ? ContentCoding::gzip : ContentCoding::identity;
}

}  // namespace sws
