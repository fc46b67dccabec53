#include "backend/admission/access.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

constexpr std::int64_t kExpiry = 1'800'000'000;

Secret secret(std::uint8_t byte) {
  Secret bytes{};
  bytes.fill(byte);
  return bytes;
}

Access access(const std::string& target, const std::string& cookie = "", std::int64_t now = kExpiry - 1) {
  boost::beast::http::request_header<> request;
  request.target(target);
  if (!cookie.empty()) request.set(boost::beast::http::field::cookie, cookie);
  return check_access(secret(1), request, now);
}

TEST(AccessToken, IsGoodUntilItExpiresIfTheSecretIsTheSame) {
  const std::string token = issue_access_token(secret(1), kExpiry);
  EXPECT_EQ(access_token_expiry(secret(1), token), kExpiry);
  EXPECT_EQ(access_token_expiry(secret(2), token), std::nullopt);
  EXPECT_EQ(access("/?access=" + token), Access::granted);
  EXPECT_EQ(access("/?access=" + token, "", kExpiry), Access::expired);
}

// The expected token comes from Python's hmac and base64 modules.
TEST(AccessToken, IsMadeAsItsFormatSays) {
  EXPECT_EQ(issue_access_token(secret(1), kExpiry), "AAAAAGtJ0gDY9-0LaX520B9aijOfYHnGByuPeFqEHzgE5CzJ6I9niA");
}

TEST(AccessToken, AlteredAnywhereIsRefused) {
  const std::string token = issue_access_token(secret(1), kExpiry);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(access_token_expiry(secret(1), altered), std::nullopt) << i;
  }
  EXPECT_EQ(access_token_expiry(secret(1), token + "A"), std::nullopt);
  EXPECT_EQ(access_token_expiry(secret(1), token.substr(1)), std::nullopt);
  EXPECT_EQ(access_token_expiry(secret(1), ""), std::nullopt);
}

TEST(AccessToken, ComesInTheQueryOrInACookie) {
  const std::string token = issue_access_token(secret(1), kExpiry);
  EXPECT_EQ(access("/ws/some_url/?protocol=1&access=" + token), Access::granted);
  EXPECT_EQ(access("/ws/some_url/", "a=b; access=" + token + "; c=d"), Access::granted);
  EXPECT_EQ(access("/ws/some_url/?access=nonsense", "access=" + token), Access::refused);
  EXPECT_EQ(access("/ws/some_url/?noaccess=" + token), Access::missing);
  EXPECT_EQ(access("/ws/some_url/", "noaccess=" + token), Access::missing);
  EXPECT_EQ(access("/ws/some_url/"), Access::missing);
}

}  // namespace
}  // namespace sws
