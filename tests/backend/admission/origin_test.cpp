#include "backend/admission/origin.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

// Whether the entry `pattern` of --allowed-origin allows pages that send `origin`.
bool allows(std::string_view pattern, std::string_view origin) {
  const auto parsed = OriginPattern::parse(pattern);
  EXPECT_TRUE(parsed) << pattern;
  const auto read = Origin::parse(origin);
  return parsed && parsed->matches(origin, read ? std::optional<Origin>(*read) : std::nullopt);
}

std::string refusal_of(std::string_view pattern) {
  const auto parsed = OriginPattern::parse(pattern);
  return parsed ? "" : parsed.error().reason;
}

TEST(OriginPattern, AllowsWhatABrowserSendsForTheSameOrigin) {
  EXPECT_TRUE(allows("https://example.org:443", "https://example.org"));
  EXPECT_TRUE(allows("http://example.org:80", "http://example.org"));
  EXPECT_TRUE(allows("https://example.org:0443", "https://example.org"));
}

TEST(OriginPattern, IgnoresSpellingsThatMeanTheSame) {
  EXPECT_TRUE(allows("HTTPS://Example.ORG", "https://example.org"));
  EXPECT_TRUE(allows("https://example.org/", "https://example.org"));
  EXPECT_TRUE(allows("https://example.org.", "https://example.org"));
  EXPECT_TRUE(allows("https://example.org", "https://example.org."));
  EXPECT_TRUE(allows("https://example.org:08443", "https://example.org:8443"));
  EXPECT_TRUE(allows("http://[2001:DB8:0::1]:8080", "http://[2001:db8::1]:8080"));
  EXPECT_TRUE(allows("http://[::ffff:192.0.2.1]", "http://[::ffff:c000:201]"));
}

TEST(OriginPattern, AllowsNoOtherOrigin) {
  EXPECT_FALSE(allows("https://example.org", "http://example.org"));
  EXPECT_FALSE(allows("https://example.org:80", "https://example.org"));
  EXPECT_FALSE(allows("https://example.org", "https://example.org:8443"));
  EXPECT_FALSE(allows("https://example.org", "https://www.example.org"));
  EXPECT_FALSE(allows("https://example.org", "null"));
  EXPECT_FALSE(allows("https://example.org", "https://example.org/"));
  EXPECT_FALSE(allows("https://example.org", "https://example.org:x"));
  EXPECT_FALSE(allows("https://example.org", ""));
}

TEST(OriginPattern, AStarBeforeANameAllowsAllNamesBelowIt) {
  const char* const kBelow = "https://*.example.org";
  EXPECT_TRUE(allows(kBelow, "https://a.example.org"));
  EXPECT_TRUE(allows(kBelow, "https://a.b.c.example.org"));
  EXPECT_TRUE(allows(kBelow, "https://a.example.org."));
  EXPECT_TRUE(allows("https://*.Example.org:443/", "https://a.example.org"));
  EXPECT_TRUE(allows("http://*.localhost:3000", "http://app.localhost:3000"));
  for (const char* other : {"https://example.org", "https://evilexample.org", "https://example.org.evil.example",
                            "http://a.example.org", "https://a.example.org:8443", "https://.example.org",
                            "https://a..example.org", "https://*.example.org", "https://a.example.org@evil.example",
                            "https://evil.example/.example.org", "https://evil.example#.example.org", "null"}) {
    EXPECT_FALSE(allows(kBelow, other)) << other;
  }
}

TEST(OriginPattern, AllowsTheOriginsOfApps) {
  EXPECT_TRUE(allows("capacitor://localhost", "capacitor://localhost"));
  EXPECT_TRUE(allows("ionic://localhost", "ionic://localhost"));
  EXPECT_TRUE(allows("chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                     "chrome-extension://abcdefghijklmnopabcdefghijklmnop"));
  EXPECT_TRUE(allows("moz-extension://0d5c1a5e-2e3f-4c1d-9b7a-1f2e3d4c5b6a",
                     "moz-extension://0d5c1a5e-2e3f-4c1d-9b7a-1f2e3d4c5b6a"));
  EXPECT_TRUE(allows("app://.", "app://."));  // Electron
  EXPECT_TRUE(allows("file://", "file://"));
  EXPECT_TRUE(allows("null", "null"));
  EXPECT_FALSE(allows("capacitor://localhost", "ionic://localhost"));
  EXPECT_FALSE(allows("capacitor://localhost", "http://localhost"));
  EXPECT_FALSE(allows("null", "https://example.org"));
  EXPECT_FALSE(allows("file://", "null"));
}

TEST(OriginPattern, AStarAloneAllowsEverything) {
  EXPECT_TRUE(allows("*", "null"));
  EXPECT_TRUE(allows("*", "no origin at all"));
}

struct Wrong {
  const char* text;
  const char* explained;  // a part of the explanation
};

TEST(OriginPattern, ExplainsWhyATextCouldNeverMatch) {
  for (const Wrong& wrong : {Wrong{"", "scheme"},
                             {"example.org", "scheme"},
                             {"localhost:3000", "scheme"},
                             {"https:/example.org", "scheme"},
                             {"1http://example.org", "scheme"},
                             {" https://example.org", "scheme"},
                             {"https://", "no host"},
                             {"https:///", "no host"},
                             {"capacitor://", "no host"},
                             {"https://:8443", "no host"},
                             {"https://\"x\"", "character"},
                             {"https://exa mple.org", "character"},
                             {"https://a%2eb", "character"},
                             {"https://example.org,https://example.com", "without a path"},
                             {"https://example.org example.com", "character"},
                             {"https://m\xc3\xbcnchen.example", "xn--"},
                             {"https://*.m\xc3\xbcnchen.example", "xn--"},
                             {"https://example.org:99999", "65535"},
                             {"https://example.org:65536", "65535"},
                             {"https://example.org:0", "65535"},
                             {"https://example.org:-1", "65535"},
                             {"https://example.org:", "65535"},
                             {"https://example.org:https", "65535"},
                             {"https://example.org:443:443", "65535"},
                             {"https://example.org/page", "without a path"},
                             {"https://example.org//", "without a path"},
                             {"https://example.org?a", "without a path"},
                             {"https://example.org#a", "without a path"},
                             {"https://user@example.org", "no user"},
                             {"https://user:secret@example.org", "no user"},
                             {"https://example..org", "1 to 63"},
                             {"https://.example.org", "1 to 63"},
                             {"https://.", "1 to 63"},
                             {"https://[::1", "character"},
                             {"https://::1", "no host"},
                             {"https://[::1]x", "character"},
                             {"https://[fe80::1%25eth0]", "zone"},
                             {"https://[192.0.2.1]", "IPv6"},
                             {"https://127.1", "four decimal parts"},
                             {"https://0x7f.0.0.1", "four decimal parts"},
                             {"https://0x7f000001", "four decimal parts"},
                             {"https://2130706433", "four decimal parts"},
                             {"https://192.0.2.256", "four decimal parts"},
                             {"https://192.0.2.01", "four decimal parts"},
                             {"https://*", "https://*.example.org"},
                             {"https://*.", "no host"},
                             {"https://*:8443", "https://*.example.org"},
                             {"https://*.*.example.org", "https://*.example.org"},
                             {"https://a.*.example.org", "https://*.example.org"},
                             {"https://*example.org", "https://*.example.org"},
                             {"https://example.org:*", "https://*.example.org"},
                             {"*://example.org", "https://*.example.org"},
                             {"*.example.org", "https://*.example.org"},
                             {"https://*.192.0.2.1", "below an address"},
                             {"https://*.[::1]", "below an address"},
                             {"wss://example.org", "https://"},
                             {"WS://example.org", "https://"},
                             {"ftp://example.org", "https://"},
                             {"Null", "scheme"}}) {
    EXPECT_NE(refusal_of(wrong.text).find(wrong.explained), std::string::npos)
        << "'" << wrong.text << "': " << refusal_of(wrong.text);
  }
  EXPECT_NE(refusal_of("https://" + std::string(64, 'a')).find("1 to 63"), std::string::npos);
  std::string long_name = "https://";
  for (int i = 0; i < 64; ++i) long_name += "abc.";
  EXPECT_NE(refusal_of(long_name).find("253"), std::string::npos);
}

}  // namespace
}  // namespace sws
