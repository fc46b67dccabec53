#include "backend/http/bearer_check.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

#include "backend/admission/authority.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kScheme = "Bearer";

Refusal refused(const char* explanation) {
  return {http::status::unauthorized, Reason::access_denied, explanation};
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::optional<Refusal> check_bearer(const RequestHeader& request, std::string_view secret) {
  if (secret.empty()) return std::nullopt;
  const std::size_t count = request.count(http::field::authorization);
  const std::string_view value = value_of(request, http::field::authorization);
  const std::string_view scheme = value.substr(0, value.find(' '));
  if (count != 1 || !same_text(scheme, kScheme)) {
    return refused("one header Authorization: Bearer SECRET is needed, with the text of --push-secret-file");
  }
  std::string_view given = value.substr(scheme.size());
  given.remove_prefix(std::min(given.find_first_not_of(' '), given.size()));
  if (equal_in_constant_time(bytes_of(given), bytes_of(secret))) return std::nullopt;
  return refused("the secret in Authorization is not the text of --push-secret-file");
}

}  // namespace sws
