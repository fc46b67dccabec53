#include "backend/admission/access.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

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
constexpr std::size_t kMaxTokenLength = (kExpirySize + kMaxAccessChannels + sizeof(Digest)) * 4 / 3 + 1;

// `payload` is the expiry and the channels.
Digest sign(const Secret& secret, std::span<const std::uint8_t> payload) {
  std::string message(kPurpose);
  message.append(payload.begin(), payload.end());
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

// Without `channel` it does not matter for which channels the token is.
Admittance judge(const Secrets& secrets, std::string_view token, std::optional<std::string_view> channel,
                 std::int64_t now) {
  std::optional<AccessGrant> grant;
  for (const Secret& secret : secrets.all()) {
    if (!grant) grant = read_access_token(secret, token);
  }
  if (!grant) return {Access::refused, {}, token};
  Access access = Access::granted;
  if (channel && !grant->admits_to(*channel)) access = Access::other_channel;
  if (now >= grant->expiry) access = Access::expired;
  return {access, *std::move(grant), token};
}

// Keeps the best of all tokens that a request has.
class BestToken {
 public:
  BestToken(const Secrets& secrets, std::optional<std::string_view> channel, std::int64_t now)
      : secrets_(secrets), channel_(channel), now_(now) {}

  void consider(std::string_view token) {
    if (token.empty()) return;
    Admittance another = judge(secrets_, token, channel_, now_);
    const auto rank = [](const Admittance& a) { return std::pair(a.access, a.grant.expiry); };
    if (rank(another) > rank(best_)) best_ = std::move(another);
  }

  void consider_query(std::string_view target) {
    for_each_pair(query_of(target), '&', [this](std::string_view name, std::string_view value) {
      if (name == kName) consider(value);
    });
  }

  const Admittance& result() const { return best_; }

 private:
  const Secrets& secrets_;
  const std::optional<std::string_view> channel_;
  const std::int64_t now_;
  Admittance best_;
};

}  // namespace

bool AccessGrant::admits_to(std::string_view channel) const {
  if (channels.empty()) return true;
  for (std::string_view names = channels;;) {
    const std::size_t end = names.find(',');
    if (names.substr(0, end) == channel) return true;
    if (end == std::string_view::npos) return false;
    names.remove_prefix(end + 1);
  }
}

std::string issue_access_token(const Secret& secret, const AccessGrant& grant) {
  std::vector<std::uint8_t> bytes;
  const auto expiry = static_cast<std::uint64_t>(grant.expiry);
  for (std::size_t i = kExpirySize; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(expiry >> (8 * i)));
  bytes.insert(bytes.end(), grant.channels.begin(), grant.channels.end());
  const Digest signature = sign(secret, bytes);
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return to_base64url(bytes);
}

std::optional<AccessGrant> read_access_token(const Secret& secret, std::string_view token) {
  if (token.size() > kMaxTokenLength) return std::nullopt;
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() < kExpirySize + sizeof(Digest)) return std::nullopt;
  const auto payload = std::span(*bytes).first(bytes->size() - sizeof(Digest));
  const auto signature = std::span(*bytes).subspan(payload.size());
  if (!equal_in_constant_time(sign(secret, payload), signature)) return std::nullopt;
  std::uint64_t expiry = 0;
  for (const std::uint8_t byte : payload.first(kExpirySize)) expiry = expiry << 8 | byte;
  const auto channels = payload.subspan(kExpirySize);
  return AccessGrant{static_cast<std::int64_t>(expiry), std::string(channels.begin(), channels.end())};
}

std::string access_cookie_name(const Secret& secret, std::string_view channels) {
  const auto digits = [&secret](std::string_view of) {
    return to_hex(HmacSha256(secret)(std::string(kCookiePurpose).append(of))).substr(0, kCookieDigits);
  };
  std::string name = std::string(kName).append("_").append(digits(""));
  return channels.empty() ? name : name.append("_").append(digits(channels));
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

Admittance check_access_in_query(const Secrets& secrets, std::string_view target, std::int64_t now) {
  BestToken best(secrets, std::nullopt, now);
  best.consider_query(target);
  return best.result();
}

Admittance check_access(const Secrets& secrets, const http::request_header<>& request, std::string_view channel,
                        std::int64_t now) {
  BestToken best(secrets, channel, now);
  best.consider_query({request.target().data(), request.target().size()});
  std::vector<std::string> cookies;
  for (const Secret& secret : secrets.all()) cookies.push_back(access_cookie_name(secret, ""));
  const auto is_ours = [&](std::string_view name) {
    return name == kName || std::any_of(cookies.begin(), cookies.end(),
                                        [&](const std::string& cookie) { return name.starts_with(cookie); });
  };
  const auto [begin, end] = request.equal_range(http::field::cookie);
  for (auto field = begin; field != end; ++field) {
    for_each_pair({field->value().data(), field->value().size()}, ';',
                  [&](std::string_view name, std::string_view value) {
                    if (is_ours(name)) best.consider(without(value, "\""));
                  });
  }
  return best.result();
}

}  // namespace sws
