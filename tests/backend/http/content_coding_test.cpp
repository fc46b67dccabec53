#include "backend/http/content_coding.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

constexpr auto kBr = ContentCoding::br;
constexpr auto kGzip = ContentCoding::gzip;
constexpr auto kIdentity = ContentCoding::identity;

std::optional<ContentCoding> choose(std::string_view field) {
  return choose_coding(field, true, true);
}

TEST(ContentCoding, FollowsTheWeights) {
  EXPECT_EQ(choose("gzip;q=1.0, br;q=0.1"), kGzip);
  EXPECT_EQ(choose("gzip;q=0.1, br;q=1.0"), kBr);
  EXPECT_EQ(choose("gzip;q=0.002, br;q=0.001"), kGzip);
  EXPECT_EQ(choose("br;q=0.5, gzip;q=0.49, *;q=0.1"), kBr);
  EXPECT_EQ(choose("identity;q=0.5, gzip;q=0.4"), kIdentity);
  EXPECT_EQ(choose("identity, gzip;q=0.9, br;q=0.9"), kIdentity);
}

TEST(ContentCoding, PrefersTheSmallerFileIfTheWeightsAreEqual) {
  EXPECT_EQ(choose("gzip, deflate, br, zstd"), kBr);
  EXPECT_EQ(choose("gzip;q=0.5, br;q=0.5, identity;q=0.5"), kBr);
  EXPECT_EQ(choose("identity, gzip"), kGzip);
  EXPECT_EQ(choose("*"), kBr);
}

TEST(ContentCoding, SendsNoCodingThatTheFieldDoesNotAllow) {
  for (const char* field : {"", "identity", "deflate", "brotli", "br;q=0", "br;q=0, gzip;q=0.000", "gzi", " , ,"}) {
    EXPECT_EQ(choose(field), kIdentity) << field;
  }
  EXPECT_EQ(choose("br;q=0, gzip"), kGzip);
  EXPECT_EQ(choose("*, br;q=0"), kGzip);
  EXPECT_EQ(choose("br;q=0.0, *;q=0.5"), kGzip);
}

TEST(ContentCoding, TakesIdentityLastIfTheFieldDoesNotNameIt) {
  EXPECT_EQ(choose("gzip;q=0.001"), kGzip);
  EXPECT_EQ(choose_coding("gzip, br", false, false), kIdentity);
}

TEST(ContentCoding, FindsNothingIfTheFieldExcludesAllThatThereIs) {
  EXPECT_EQ(choose("identity;q=0"), std::nullopt);
  EXPECT_EQ(choose("*;q=0"), std::nullopt);
  EXPECT_EQ(choose("identity;q=0, br;q=0, gzip;q=0"), std::nullopt);
  EXPECT_EQ(choose_coding("gzip, identity;q=0", false, true), std::nullopt);
  EXPECT_EQ(choose("identity;q=0, gzip"), kGzip);
  EXPECT_EQ(choose("*;q=0, br;q=0.1"), kBr);
  EXPECT_EQ(choose("*;q=0, identity;q=0.1"), kIdentity);
}

TEST(ContentCoding, ReadsNamesInAnyCaseAndWithSpacesAround) {
  EXPECT_EQ(choose("BR;Q=0.5"), kBr);
  EXPECT_EQ(choose(" GZip ; q=1.0 "), kGzip);
  EXPECT_EQ(choose("x-gzip"), kGzip);
  EXPECT_EQ(choose("deflate\t,\tbr"), kBr);
}

TEST(ContentCoding, IgnoresAnElementWithAMalformedWeight) {
  for (const char* element : {"br;q=", "br;q=2", "br;q=1.001", "br;q=-1", "br;q=0.1234", "br;q=.5", "br;q=abc",
                              "br;q", "br;", "br;level=9", "br;q=0.5;q=0.1", "br;q=0,5"}) {
    EXPECT_EQ(choose(element), kIdentity) << element;
    EXPECT_EQ(choose(std::string("gzip;q=0.1, ") + element), kGzip) << element;
  }
}

}  // namespace
}  // namespace sws
