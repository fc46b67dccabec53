#include "backend/http/operator_check.hpp"

#include <algorithm>
#include <string_view>

#include "backend/admission/authority.hpp"
#include "backend/admission/origin.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

Refusal refused(std::string explanation) {
  return {http::status::forbidden, Reason::origin_not_allowed, std::move(explanation)};
}

bool is_ours(std::string_view host, std::span<const std::string> names) {
  const auto normalized = normalized_host(host);
  if (!normalized) return false;
  return is_reached_by_operators(*normalized) || std::find(names.begin(), names.end(), *normalized) != names.end();
}

// A TLS proxy in front of the listener makes the scheme https.
bool is_of_this_host(std::string_view origin, std::string_view host) {
  return !host.empty() &&
         (same_text(origin, "http://" + std::string(host)) || same_text(origin, "https://" + std::string(host)));
}

bool has(const RequestHeader& request, const char* name, std::string_view value) {
  const auto [begin, end] = request.equal_range(name);
  return std::any_of(begin, end, [&](const auto& field) { return field.value() == value; });
}

// Another site can lead the operator to a page here, but cannot read what the browser then shows.
bool follows_link(const RequestHeader& request) {
  const bool only_reads = request.method() == http::verb::get || request.method() == http::verb::head;
  return only_reads && has(request, "Sec-Fetch-Mode", "navigate") && has(request, "Sec-Fetch-Dest", "document");
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
  if (has(request, "Sec-Fetch-Site", "cross-site") && !follows_link(request)) {
    return refused("pages of other sites may not use this listener (Sec-Fetch-Site)");
  }
  return std::nullopt;
}

}  // namespace sws
