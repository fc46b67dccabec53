#include "backend/admission/frame_ancestors.hpp"

namespace sws {

boost::system::result<std::string, BadOrigin> frame_ancestor(std::string_view text) {
  constexpr std::string_view kSchemeEnd = "://", kAllBelow = "*.";
  if (text == "*") return {boost::system::in_place_value, "*"};
  if (text == "self") return {boost::system::in_place_value, "'self'"};
  std::string plain(text.ends_with('/') ? text.substr(0, text.size() - 1) : text);
  const std::size_t scheme_end = plain.find(kSchemeEnd);
  const bool all_below =
      scheme_end != std::string::npos && plain.compare(scheme_end + kSchemeEnd.size(), 2, kAllBelow) == 0;
  if (all_below) plain.erase(scheme_end + kSchemeEnd.size(), kAllBelow.size());
  auto origin = Origin::parse(plain);
  if (!origin) return std::move(origin).error();
  // Origin admits no other characters than these and letters, digits, '-' and '.'.
  if (origin->host.empty() || origin->host.find_first_of("[_") != std::string::npos) {
    return BadOrigin{
        "browsers know no such host in this list: give a name of letters, digits and -, or an IPv4 address"};
  }
  std::string source = origin->scheme;
  (source += kSchemeEnd) += all_below ? kAllBelow : "";
  source += origin->host;
  if (origin->port != 0) (source += ':') += std::to_string(origin->port);
  return {boost::system::in_place_value, std::move(source)};
}

}  // namespace sws
