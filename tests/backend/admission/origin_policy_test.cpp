#include "backend/admission/origin_policy.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(OriginPolicy, AllowsPagesOfTheSameHost) {
  const OriginPolicy policy;
  EXPECT_TRUE(policy.allows("http://localhost:8000", "localhost:8000"));
  EXPECT_TRUE(policy.allows("http://localhost:3000", "localhost:8000"));
  EXPECT_TRUE(policy.allows("https://Example.org", "example.ORG"));
  EXPECT_TRUE(policy.allows("https://example.org", "example.org:443"));
  EXPECT_TRUE(policy.allows("http://[2001:db8::1]", "[2001:db8::1]:8000"));
}

TEST(OriginPolicy, TreatsTheNamesOfThisMachineAsOneHost) {
  const OriginPolicy policy;
  EXPECT_TRUE(policy.allows("http://127.0.0.1:3000", "localhost:8000"));
  EXPECT_TRUE(policy.allows("http://localhost", "[::1]:8000"));
  EXPECT_FALSE(policy.allows("http://localhost", "example.org"));
  EXPECT_FALSE(policy.allows("http://127.0.0.1", "192.0.2.1:8000"));
}

TEST(OriginPolicy, RefusesOtherOrigins) {
  const OriginPolicy policy;
  for (const char* origin : {"http://evil.example", "null", "", "http://localhost.evil.example",
                             "http://localhost:8000/", "file://", "http://evil@localhost:8000", "http://", "HTTP",
                             "http://[::1", "http://:8000", "http://127.0.0.1.evil", "http://evillocalhost"}) {
    EXPECT_FALSE(policy.allows(origin, "localhost:8000")) << origin;
  }
}

TEST(OriginPolicy, RefusesAnOriginWhosePortIsNotAPort) {
  for (const char* origin :
       {"http://127.0.0.1:9001.evil.example", "http://localhost:", "http://localhost:x", "http://localhost:-1",
        "http://localhost:65536", "http://localhost:80:80", "http://[::1]:80.evil.example", "http://[::1]evil",
        "http://[127.0.0.1]", "http://localhost:8000,http://evil.example"}) {
    EXPECT_FALSE(OriginPolicy().allows(origin, "localhost:8000")) << origin;
    EXPECT_FALSE(OriginPolicy().allows(origin, "127.0.0.1:9001")) << origin;
  }
  EXPECT_TRUE(OriginPolicy().allows("http://localhost:65535", "localhost:8000"));
}

TEST(OriginPolicy, ARequestForNoHostHasNoPages) {
  EXPECT_FALSE(OriginPolicy().allows("http://:8000", ":8000"));
  EXPECT_FALSE(OriginPolicy().allows("http://[::1", ""));
}

TEST(OriginPolicy, AllowsARequestWithoutAnOrigin) {
  EXPECT_TRUE(OriginPolicy().allows(std::nullopt, "localhost:8000"));
}

OriginPolicy policy_with(std::initializer_list<const char*> listed) {
  std::vector<OriginPattern> patterns;
  for (const char* const text : listed) patterns.push_back(*OriginPattern::parse(text));
  return OriginPolicy(std::move(patterns));
}

TEST(OriginPolicy, AllowsListedOriginsToo) {
  const OriginPolicy policy =
      policy_with({"https://example.org", "http://localhost:3000", "https://*.example.com"});
  EXPECT_TRUE(policy.allows("https://example.org", "stream.example.org"));
  EXPECT_TRUE(policy.allows("https://example.org:443", "stream.example.org"));
  EXPECT_TRUE(policy.allows("https://a.b.example.com", "stream.example.org"));
  EXPECT_TRUE(policy.allows("http://localhost:3000", "localhost:8000"));
  EXPECT_TRUE(policy.allows("http://localhost:8000", "localhost:8000"));
  EXPECT_FALSE(policy.allows("http://example.org", "stream.example.org"));
  EXPECT_FALSE(policy.allows("https://example.org:444", "stream.example.org"));
  EXPECT_FALSE(policy.allows("https://example.com", "stream.example.org"));
}

TEST(OriginPolicy, AStarAllowsAny) {
  EXPECT_TRUE(policy_with({"*"}).allows("null", "localhost:8000"));
  EXPECT_TRUE(policy_with({"*"}).allows("http://evil.example", "localhost:8000"));
}

TEST(OriginPolicy, AnAppOnThisMachineIsNotAPageOfTheSameHost) {
  EXPECT_FALSE(OriginPolicy().allows("capacitor://localhost", "localhost:8000"));
  EXPECT_TRUE(policy_with({"capacitor://localhost"}).allows("capacitor://localhost", "localhost:8000"));
}

TEST(OriginPolicy, TheSameHostMayBeSpelledInAnotherWay) {
  EXPECT_TRUE(OriginPolicy().allows("https://example.org", "example.org.:443"));
  EXPECT_TRUE(OriginPolicy().allows("http://[2001:db8::1]", "[2001:DB8:0:0::1]:8000"));
  EXPECT_FALSE(OriginPolicy().allows("http://localhost:8000x", "localhost:8000"));
  EXPECT_FALSE(OriginPolicy().allows("http://localhost:", "localhost:8000"));
}

}  // namespace
}  // namespace sws
