#include "backend/admission/access.hpp"

#include <array>
#include <span>

#include "shared/base64url.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kPurpose = "SimpleWebsocket/1 access:";
constexpr std::string_view kName = "access=";
constexpr std::size_t kExpirySize = 8;
constexpr std::size_t kTokenLength = 54;  // 40 bytes in base64url

using Expiry = std::array<std::uint8_t, kExpirySize>;

Digest sign(const Secret& secret, std::span<const std::uint8_t> expiry) {
  std::string message(kPurpose);
  message.append(expiry.begin(), expiry.end());
  return HmacSha256(secret)(message);
}

// Returns the value of `access=` among the parts that `separator` divides, or an empty text if there is none.
std::string_view find_access(std::string_view text, char separator) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    std::string_view part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    if (part.starts_with(kName)) return part.substr(kName.size());
  }
  return {};
}

}  // namespace

std::string issue_access_token(const Secret& secret, std::int64_t expiry) {
  Expiry bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(expiry) >> (8 * (bytes.size() - 1 - i)));
  }
  const Digest signature = sign(secret, bytes);
  std::array<std::uint8_t, sizeof(Expiry) + sizeof(Digest)> token;
  std::copy(signature.begin(), signature.end(), std::copy(bytes.begin(), bytes.end(), token.begin()));
  return to_base64url(token);
}

std::optional<std::int64_t> access_token_expiry(const Secret& secret, std::string_view token) {
  if (token.size() != kTokenLength) return std::nullopt;
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() != sizeof(Expiry) + sizeof(Digest)) return std::nullopt;
  const auto expiry = std::span(*bytes).first(sizeof(Expiry));
  if (!equal_in_constant_time(sign(secret, expiry), std::span(*bytes).subspan(expiry.size()))) return std::nullopt;
  std::uint64_t seconds = 0;
  for (const std::uint8_t byte : expiry) seconds = seconds << 8 | byte;
  return static_cast<std::int64_t>(seconds);
}

std::string_view access_in_query(std::string_view target) {
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? std::string_view() : find_access(target.substr(question + 1), '&');
}

Access check_access(const Secret& secret, const http::request_header<>& request, std::int64_t now) {
  std::string_view token = access_in_query({request.target().data(), request.target().size()});
  const auto cookies = request[http::field::cookie];
  if (token.empty()) token = find_access({cookies.data(), cookies.size()}, ';');
  if (token.empty()) return Access::missing;
  const auto expiry = access_token_expiry(secret, token);
  if (!expiry) return Access::refused;
  return now < *expiry ? Access::granted : Access::expired;
}

}  // namespace sws
