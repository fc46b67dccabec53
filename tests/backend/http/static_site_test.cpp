#include "backend/http/static_site.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(AcceptsEncoding, FollowsTheFieldsWeights) {
  EXPECT_TRUE(accepts_encoding("gzip, deflate, br", "br"));
  EXPECT_TRUE(accepts_encoding("BR;q=0.5", "br"));
  EXPECT_TRUE(accepts_encoding("*", "br"));
  EXPECT_FALSE(accepts_encoding("", "br"));
  EXPECT_FALSE(accepts_encoding("gzip", "br"));
  EXPECT_FALSE(accepts_encoding("br;q=0", "br"));
  EXPECT_FALSE(accepts_encoding("*, br; q=0.000", "br"));
  EXPECT_FALSE(accepts_encoding("*;q=0", "br"));
  EXPECT_FALSE(accepts_encoding("brotli", "br"));
}

TEST(MatchesEtag, ComparesWeaklyAndInLists) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"b\", W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("*", "\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
  EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
}

TEST(StaticSite, ServesTheEmbeddedPageInTheBestEncodingAllowed) {
  const StaticSite site;
  const auto plain = site.find("/", "");
  const auto br = site.find("/index.html", "gzip, br");
  ASSERT_TRUE(plain && br);
  EXPECT_NE(plain->body.find("<title>Home</title>"), std::string_view::npos);
  EXPECT_EQ(plain->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(br->content_encoding, "br");
  EXPECT_LT(br->body.size(), plain->body.size());
  EXPECT_NE(br->etag, plain->etag);
}

TEST(StaticSite, FindsNothingElse) {
  const StaticSite site;
  for (const char* path : {"", "index.html", "/..", "/../index.html", "/index.html/", "//index.html", "/nothing"}) {
    EXPECT_FALSE(site.find(path, "br")) << path;
  }
}

}  // namespace
}  // namespace sws
