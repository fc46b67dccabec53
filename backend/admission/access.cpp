#include "backend/admission/access.hpp"

#include <array>
#include <span>
#include <utility>

#include "shared/base64url.hpp"
#include "shared/hex.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kPurpose = "SimpleWebsocket/1 access:";
constexpr std::string_view kCookiePurpose = "SimpleWebsocket/1 access cookie";
constexpr std::string_view kName = "access";
constexpr std::size_t kCookieDigits = 8;
constexpr std::size_t kExpirySize = 8;
constexpr std::size_t kTokenLength = 54;  // 40 bytes in base64url

using Expiry = std::array<std::uint8_t, kExpirySize>;

Digest sign(const Secret& secret, std::span<const std::uint8_t> expiry) {
  std::string message(kPurpose);
  message.append(expiry.begin(), expiry.end());
  return HmacSha256(secret)(message);
}

std::string_view without(std::string_view text, std::string_view characters) {
  const std::size_t first = text.find_first_not_of(characters);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(characters) - first + 1);
}

// Calls `use` with the name and the value of each `name=value` among the parts that `separator` divides. It reads
// cookies as leniently as browsers do (RFC 6265 §5.2): blanks around a name or a value do not count.
template <class Use>
void for_each_pair(std::string_view text, char separator, Use use) {
  constexpr std::string_view kBlanks = " \t";
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    use(without(part.substr(0, equals), kBlanks), without(part.substr(equals + 1), kBlanks));
  }
}

std::string_view query_of(std::string_view target) {
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
}

Admittance judge(const Secret& secret, std::string_view token, std::int64_t now) {
  const auto expiry = access_token_expiry(secret, token);
  if (!expiry) return {Access::refused, 0, token};
  return {now < *expiry ? Access::granted : Access::expired, *expiry, token};
}

// Keeps the best of all tokens that a request has.
class BestToken {
 public:
  BestToken(const Secret& secret, std::int64_t now) : secret_(secret), now_(now) {}

  void consider(std::string_view token) {
    if (token.empty()) return;
    const Admittance another = judge(secret_, token, now_);
    const auto rank = [](const Admittance& a) { return std::pair(a.access, a.expiry); };
    if (rank(another) > rank(best_)) best_ = another;
  }

  void consider_query(std::string_view target) {
    for_each_pair(query_of(target), '&', [this](std::string_view name, std::string_view value) {
      if (name == kName) consider(value);
    });
  }

  const Admittance& result() const { return best_; }

 private:
  const Secret& secret_;
  std::int64_t now_;
  Admittance best_;
};

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

std::string access_cookie_name(const Secret& secret) {
  const Digest digest = HmacSha256(secret)(kCookiePurpose);
  return std::string(kName) + "_" + to_hex(digest).substr(0, kCookieDigits);
}

std::string query_without_access(std::string_view target) {
  std::string kept;
  for (std::string_view query = query_of(target); !query.empty();) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (parameter.substr(0, parameter.find('=')) != kName) kept.append(kept.empty() ? "?" : "&").append(parameter);
  }
  return kept;
}

Admittance check_access_in_query(const Secret& secret, std::string_view target, std::int64_t now) {
  BestToken best(secret, now);
  best.consider_query(target);
  return best.result();
}

Admittance check_access(const Secret& secret, const http::request_header<>& request, std::int64_t now) {
  BestToken best(secret, now);
  best.consider_query({request.target().data(), request.target().size()});
  const std::string cookie = access_cookie_name(secret);
  const auto [begin, end] = request.equal_range(http::field::cookie);
  for (auto field = begin; field != end; ++field) {
    for_each_pair({field->value().data(), field->value().size()}, ';',
                  [&](std::string_view name, std::string_view value) {
                    if (name == kName || name == cookie) best.consider(without(value, "\""));
                  });
  }
  return best.result();
}

}  // namespace sws
