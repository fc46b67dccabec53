#include "backend/http/request_target.hpp"

#include <algorithm>

#include "backend/admission/authority.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

}  // namespace

std::optional<AbsoluteTarget> absolute_target(std::string_view target) {
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!same_text(scheme, "http") && !same_text(scheme, "https")) return std::nullopt;
  target.remove_prefix(scheme_end + 3);
  const std::size_t path = std::min(target.find_first_of("/?"), target.size());
  return AbsoluteTarget{target.substr(0, path), target.substr(path)};
}

std::optional<std::string> request_path(std::string_view target) {
  if (!target.starts_with('/')) {
    const auto absolute = absolute_target(target);  // a server must accept it (RFC 9112 §3.2.2)
    if (!absolute || !parse_authority(absolute->authority)) return std::nullopt;
    target = absolute->path;
  }
  // A client never sends a fragment, and it encodes everything that is not ASCII (RFC 3986 §2).
  if (std::any_of(target.begin(), target.end(), [](char c) { return c == '#' || c < 0; })) return std::nullopt;
  target = target.substr(0, target.find('?'));
  return target.empty() ? "/" : percent_decoded(target);
}

boost::system::result<StreamProtocol, Refusal> requested_protocol(std::string_view target) {
  constexpr std::string_view kName = "protocol=";
  auto protocol = StreamProtocol::plain;
  const std::size_t question = target.find('?');
  std::string_view query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (!parameter.starts_with(kName)) continue;
    if (parameter.substr(kName.size()) != "1") {
      return Refusal{http::status::bad_request, Reason::malformed_request,
                     "this server speaks protocol=1, and without it the plain protocol"};
    }
    protocol = StreamProtocol::verified;
  }
  return protocol;
}

}  // namespace sws
