#include "backend/origin_policy.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>

namespace sws {
namespace {

bool same_text(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

// `http://host:port` and `https://host:port` (RFC 6454 §6.2).
struct Origin {
  std::string_view host_and_port;
  std::string_view default_port;  // with its colon: what browsers leave out
};

std::optional<Origin> parse(std::string_view text) {
  for (const auto& [scheme, port] : {std::pair("http://", ":80"), std::pair("https://", ":443")}) {
    const std::string_view prefix = scheme;
    if (text.size() <= prefix.size() || !same_text(text.substr(0, prefix.size()), prefix)) continue;
    const std::string_view rest = text.substr(prefix.size());
    if (rest.find_first_of("/?#@ ") != std::string_view::npos) return std::nullopt;
    return Origin{rest, port};
  }
  return std::nullopt;
}

std::string_view without(std::string_view text, std::string_view suffix) {
  return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
}

}  // namespace

bool OriginPolicy::is_origin(std::string_view text) {
  return text == "*" || parse(text).has_value();
}

bool OriginPolicy::allows(std::optional<std::string_view> origin, std::string_view host) const {
  if (!origin) return true;
  const auto listed = [&](const std::string& one) { return one == "*" || same_text(one, *origin); };
  if (std::any_of(also_.begin(), also_.end(), listed)) return true;
  const auto parsed = parse(*origin);
  if (!parsed) return false;  // "null": a page that hides where it comes from
  return same_text(without(parsed->host_and_port, parsed->default_port), without(host, parsed->default_port));
}

}  // namespace sws
