#include "backend/http/operator_check.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <string_view>

#include "backend/admission/authority.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

Refusal refused(std::string explanation) {
  return {http::status::forbidden, Reason::origin_not_allowed, std::move(explanation)};
}

bool is_address(std::string_view host) {
  boost::system::error_code error;
  boost::asio::ip::make_address_v4(std::string(host), error);
  return !error || host.starts_with('[');  // parse_authority() accepts only IPv6 addresses in brackets
}

bool is_ours(std::string_view host, std::span<const std::string> names) {
  if (is_address(host) || same_text(host, "localhost")) return true;
  return std::any_of(names.begin(), names.end(), [&](const auto& name) { return same_text(host, name); });
}

// A TLS proxy in front of the listener makes the scheme https.
bool is_of_this_host(std::string_view origin, std::string_view host) {
  return !host.empty() &&
         (same_text(origin, "http://" + std::string(host)) || same_text(origin, "https://" + std::string(host)));
}

}  // namespace

std::optional<Refusal> check_operator(const RequestHeader& request, std::span<const std::string> names) {
  const std::string_view host = value_of(request, http::field::host);
  if (request.count(http::field::host) > 0) {
    const auto authority = parse_authority(host);
    if (!authority || !is_ours(authority->host, names)) {
      return refused(
          "this listener is reached by its IP address, by localhost, or by a name that --admin-host gives");
    }
  }
  const std::size_t origins = request.count(http::field::origin);
  if (origins > 1 || (origins == 1 && !is_of_this_host(value_of(request, http::field::origin), host))) {
    return refused("pages of another Origin may not use this listener");
  }
  const auto [begin, end] = request.equal_range("Sec-Fetch-Site");
  const auto is_cross_site = [](const auto& field) { return field.value() == "cross-site"; };
  if (std::any_of(begin, end, is_cross_site)) {
    return refused(
        "a page of another site led here (Sec-Fetch-Site): type the address instead of following a link");
  }
  return std::nullopt;
}

}  // namespace sws
