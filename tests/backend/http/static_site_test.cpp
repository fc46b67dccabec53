#include "backend/http/static_site.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(MatchesEtag, ComparesWeaklyAndInLists) {
  EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("\"b\", W/\"a\"", "\"a\""));
  EXPECT_TRUE(matches_etag("*", "\"a\""));
  EXPECT_TRUE(matches_etag("\"a\"", "W/\"a\""));
  EXPECT_TRUE(matches_etag("W/\"a\"", "W/\"a\""));
  EXPECT_FALSE(matches_etag("", "\"a\""));
  EXPECT_FALSE(matches_etag("\"ab\"", "\"a\""));
}

TEST(StaticSite, ServesTheEmbeddedPageInTheBestEncodingAllowed) {
  const StaticSite site;
  const auto plain = site.find("/", "");
  const auto br = site.find("/index.html", "gzip, br");
  ASSERT_TRUE(plain && br);
  EXPECT_NE(plain->body.find("<title>Live random numbers"), std::string_view::npos);
  EXPECT_EQ(plain->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(br->content_encoding, "br");
  EXPECT_LT(br->body.size(), plain->body.size());
  EXPECT_NE(br->etag, plain->etag);
}

TEST(StaticSite, SaysThatAllThatThereIsIsExcluded) {
  EXPECT_EQ(StaticSite().find("/", "identity;q=0")->status, 406U);
  EXPECT_EQ(StaticSite().find("/", "gzip;q=1.0, br;q=0.1")->content_encoding, "gzip");
}

TEST(StaticSite, KnowsThePathWithoutItsHash) {
  for (const EmbeddedFile& file : embedded_files()) {
    const std::string_view plain = path_without_hash(file.path);
    EXPECT_EQ(plain.empty(), !file.immutable) << file.path;
    if (!file.immutable) continue;
    EXPECT_EQ(StaticSite().find(plain, "")->body, file.identity) << file.path;
  }
  EXPECT_EQ(path_without_hash("/missing.1a2b3c4d.css"), "");
}

TEST(StaticSite, FindsNothingElse) {
  const StaticSite site;
  for (const char* path : {"", "index.html", "/..", "/../index.html", "/index.html/", "//index.html", "/nothing"}) {
    EXPECT_FALSE(site.find(path, "br")) << path;
  }
}

}  // namespace
}  // namespace sws
