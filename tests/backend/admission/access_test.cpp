#include "backend/admission/access.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sws {
namespace {

constexpr std::int64_t kExpiry = 1'800'000'000;

Secret secret(std::uint8_t byte) {
  Secret bytes{};
  bytes.fill(byte);
  return bytes;
}

Access access(const std::string& target, const std::string& cookie = "", std::int64_t now = kExpiry - 1,
              std::string_view channel = "some_url") {
  boost::beast::http::request_header<> request;
  request.target(target);
  if (!cookie.empty()) request.set(boost::beast::http::field::cookie, cookie);
  return check_access(secret(1), request, channel, now).access;
}

Access access_with_lines(const std::vector<std::string>& lines) {
  boost::beast::http::request_header<> request;
  request.target("/ws/some_url/");
  for (const std::string& line : lines) request.insert(boost::beast::http::field::cookie, line);
  return check_access(secret(1), request, "some_url", kExpiry - 1).access;
}

TEST(AccessToken, IsGoodUntilItExpiresIfTheSecretIsTheSame) {
  const std::string token = issue_access_token(secret(1), {kExpiry});
  EXPECT_EQ(read_access_token(secret(1), token), AccessGrant{kExpiry});
  EXPECT_EQ(read_access_token(secret(2), token), std::nullopt);
  EXPECT_EQ(access("/?access=" + token), Access::granted);
  EXPECT_EQ(access("/?access=" + token, "", kExpiry), Access::expired);
}

// The expected token comes from Python's hmac and base64 modules.
TEST(AccessToken, IsMadeAsItsFormatSays) {
  EXPECT_EQ(issue_access_token(secret(1), {kExpiry}), "AAAAAGtJ0gDY9-0LaX520B9aijOfYHnGByuPeFqEHzgE5CzJ6I9niA");
}

TEST(AccessToken, AlteredAnywhereIsRefused) {
  const std::string token = issue_access_token(secret(1), {kExpiry, "cpu"});
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(read_access_token(secret(1), altered), std::nullopt) << i;
  }
  EXPECT_EQ(read_access_token(secret(1), token + "A"), std::nullopt);
  EXPECT_EQ(read_access_token(secret(1), token.substr(1)), std::nullopt);
  EXPECT_EQ(read_access_token(secret(1), ""), std::nullopt);
}

TEST(AccessToken, HoldsTheChannelsThatItIsFor) {
  const AccessGrant grant{kExpiry, "cpu,temperature"};
  const std::string token = issue_access_token(secret(1), grant);
  EXPECT_EQ(token, "AAAAAGtJ0gBjcHUsdGVtcGVyYXR1cmX_6OrkHkDEYbDRmFD0PuNhhiSpcxwoqBwSf7NjoPUkdg");  // from Python
  EXPECT_EQ(read_access_token(secret(1), token), grant);
}

TEST(AccessToken, HasALimitForTheNamesOfItsChannels) {
  const AccessGrant most{kExpiry, std::string(kMaxAccessChannels, 'x')};
  EXPECT_EQ(read_access_token(secret(1), issue_access_token(secret(1), most)), most);
  const AccessGrant more{kExpiry, most.channels + "x"};
  EXPECT_EQ(read_access_token(secret(1), issue_access_token(secret(1), more)), std::nullopt);
}

TEST(AccessToken, AdmitsToItsChannelsOnly) {
  const AccessGrant grant{kExpiry, "cpu,temperature"};
  EXPECT_TRUE(grant.admits_to("cpu"));
  EXPECT_TRUE(grant.admits_to("temperature"));
  for (const char* other : {"", "cp", "cpu2", "temp", "some_url", "cpu,temperature", ","}) {
    EXPECT_FALSE(grant.admits_to(other)) << other;
  }
  EXPECT_TRUE(AccessGrant{kExpiry}.admits_to("cpu"));
}

TEST(AccessToken, ForAnotherChannelIsWorseThanAGoodOneAndBetterThanAnExpiredOne) {
  const auto issued = [](std::int64_t expiry, const std::string& channels) {
    return issue_access_token(secret(1), {expiry, channels});
  };
  const std::string cpu = issued(kExpiry, "cpu"), all = issued(kExpiry, ""), old = issued(1, "cpu");
  const auto of_cookies = [](const std::string& cookies) {
    return access("/ws/cpu/", cookies, kExpiry - 1, "cpu");
  };
  EXPECT_EQ(of_cookies("access=" + cpu), Access::granted);
  EXPECT_EQ(access("/ws/other/", "access=" + cpu, kExpiry - 1, "other"), Access::other_channel);
  EXPECT_EQ(access("/ws/other/", "access=" + cpu + "; access=" + all, kExpiry - 1, "other"), Access::granted);
  EXPECT_EQ(access("/ws/other/", "access=" + cpu + "; access=" + old, kExpiry - 1, "other"), Access::other_channel);
  EXPECT_EQ(of_cookies("access=" + old), Access::expired);
  EXPECT_EQ(access("/ws/other/", "access=" + old, kExpiry - 1, "other"), Access::expired);
  EXPECT_EQ(check_access_in_query(secret(1), "/?access=" + cpu, kExpiry - 1).access, Access::granted);
}

TEST(AccessToken, ComesInTheQueryOrInACookie) {
  const std::string token = issue_access_token(secret(1), {kExpiry});
  EXPECT_EQ(access("/ws/some_url/?protocol=1&access=" + token), Access::granted);
  EXPECT_EQ(access("/ws/some_url/", "a=b; access=" + token + "; c=d"), Access::granted);
  EXPECT_EQ(access("/ws/some_url/?noaccess=" + token), Access::missing);
  EXPECT_EQ(access("/ws/some_url/", "noaccess=" + token), Access::missing);
  EXPECT_EQ(access("/ws/some_url/"), Access::missing);
}

TEST(AccessToken, IsFoundWhereverAmongTheCookiesItIs) {
  const std::string good = issue_access_token(secret(1), {kExpiry}), old = issue_access_token(secret(1), {1});
  const std::string foreign = issue_access_token(secret(2), {kExpiry});
  EXPECT_EQ(access_with_lines({"a=b", "access=" + good}), Access::granted);
  EXPECT_EQ(access_with_lines({"access=" + foreign, "access=" + good}), Access::granted);
  for (const std::string& line :
       {"access=" + old + "; access=" + good, "access=" + good + "; access=" + foreign, "a=b;access=" + good,
        "access =" + good, "access= " + good, " access\t=\t" + good + " ", "a=b ; access=" + good + " ;c=d",
        "access=\"" + good + "\"", "access; access=" + good, ";;access=" + good + ";", "=x; access=" + good}) {
    EXPECT_EQ(access_with_lines({line}), Access::granted) << line;
  }
  EXPECT_EQ(access_with_lines({"access=" + old + "; access=" + foreign}), Access::expired);
  EXPECT_EQ(access_with_lines({"ACCESS=" + good}), Access::missing);
  EXPECT_EQ(access_with_lines({"a=access=" + good}), Access::missing);
  EXPECT_EQ(access_with_lines({"access="}), Access::missing);
}

TEST(AccessToken, MayBeOfAnyOfTheSecrets) {
  const Secrets secrets(std::vector<Secret>{secret(1), secret(2)});
  const auto access_with = [&](const std::string& target, const std::string& cookie) {
    boost::beast::http::request_header<> request;
    request.target(target);
    if (!cookie.empty()) request.set(boost::beast::http::field::cookie, cookie);
    return check_access(secrets, request, "some_url", kExpiry - 1).access;
  };
  for (const std::uint8_t byte : std::initializer_list<std::uint8_t>{1, 2, 3}) {
    const std::string token = issue_access_token(secret(byte), {kExpiry});
    const Access expected = byte < 3 ? Access::granted : Access::refused;
    EXPECT_EQ(access_with("/?access=" + token, ""), expected);
    EXPECT_EQ(access_with("/", access_cookie_name(secret(byte), "") + "=" + token),
              byte < 3 ? Access::granted : Access::missing);
    EXPECT_EQ(check_access_in_query(secrets, "/?access=" + token, kExpiry - 1).access, expected);
  }
}

TEST(AccessToken, OfSeveralInTheQueryTheBestCounts) {
  const std::string good = issue_access_token(secret(1), {kExpiry});
  EXPECT_EQ(access("/ws/some_url/?access=nonsense&access=" + good), Access::granted);
  EXPECT_EQ(access("/ws/some_url/?access=&access=" + good), Access::granted);
}

TEST(AccessToken, AGoodCookieIsEnoughBesideAnOldTokenInTheQuery) {
  const std::string good = issue_access_token(secret(1), {kExpiry}), old = issue_access_token(secret(1), {1});
  EXPECT_EQ(access("/ws/some_url/?access=" + old, "access=" + good), Access::granted);
}

TEST(AccessToken, OfSeveralInTheAddressOfThePageTheBestIsKept) {
  const std::string good = issue_access_token(secret(1), {kExpiry});
  const std::string target = "/?access=nonsense&access=" + good;
  const Admittance admittance = check_access_in_query(secret(1), target, kExpiry - 1);
  EXPECT_EQ(admittance.access, Access::granted);
  EXPECT_EQ(admittance.token, good);
  EXPECT_EQ(check_access_in_query(secret(1), "/?other=" + good, 0).access, Access::missing);
}

TEST(AccessToken, ThatIsGrantedSaysWhenItExpires) {
  boost::beast::http::request_header<> request;
  const std::string sooner = issue_access_token(secret(1), {kExpiry}),
                    later = issue_access_token(secret(1), {kExpiry + 5});
  request.set(boost::beast::http::field::cookie, "access=" + later + "; access=" + sooner);
  EXPECT_EQ(check_access(secret(1), request, "some_url", kExpiry - 1).grant.expiry, kExpiry + 5);
}

TEST(AccessCookieName, DiffersBetweenServersWithDifferentSecrets) {
  EXPECT_NE(access_cookie_name(secret(1), ""), access_cookie_name(secret(2), ""));
  EXPECT_EQ(access_cookie_name(secret(1), ""), access_cookie_name(secret(1), ""));
  const std::string good = issue_access_token(secret(1), {kExpiry});
  EXPECT_EQ(access_with_lines({access_cookie_name(secret(1), "") + "=" + good}), Access::granted);
  EXPECT_EQ(access_with_lines({access_cookie_name(secret(2), "") + "=" + good}), Access::missing);
}

TEST(AccessCookieName, DiffersBetweenChannelsSoThatAViewerCanHaveSeveral) {
  const std::string all = access_cookie_name(secret(1), ""), cpu = access_cookie_name(secret(1), "cpu"),
                    temperature = access_cookie_name(secret(1), "temperature");
  EXPECT_EQ(all, "access_c74e1689");  // as of the tokens that were issued before channels had any
  EXPECT_NE(cpu, all);
  EXPECT_NE(cpu, temperature);
  const std::string of_cpu = issue_access_token(secret(1), {kExpiry, "cpu"}),
                    of_temperature = issue_access_token(secret(1), {kExpiry, "temperature"});
  const std::string cookies = cpu + "=" + of_cpu + "; " + temperature + "=" + of_temperature;
  for (const char* channel : {"cpu", "temperature"}) {
    EXPECT_EQ(access("/", cookies, kExpiry - 1, channel), Access::granted) << channel;
  }
}

TEST(QueryWithoutAccess, KeepsEverythingElse) {
  EXPECT_EQ(query_without_access("/?access=a"), "");
  EXPECT_EQ(query_without_access("/"), "");
  EXPECT_EQ(query_without_access("/?channel=x&access=a"), "?channel=x");
  EXPECT_EQ(query_without_access("/?access=a&channel=x&y"), "?channel=x&y");
  EXPECT_EQ(query_without_access("/?a=1&access=a&access=b&accessible=2"), "?a=1&accessible=2");
}

}  // namespace
}  // namespace sws
