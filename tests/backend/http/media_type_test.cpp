#include "backend/http/media_type.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(MediaType, IsThatOfTheNamesEnd) {
  EXPECT_EQ(media_type_of("/index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(media_type_of("/a.js"), "text/javascript; charset=utf-8");
  EXPECT_EQ(media_type_of("/a.mjs"), "text/javascript; charset=utf-8");
  EXPECT_EQ(media_type_of("/a.txt"), "text/plain; charset=utf-8");
  EXPECT_EQ(media_type_of("/a.woff2"), "font/woff2");
  EXPECT_EQ(media_type_of("/a.png"), "image/png");
  EXPECT_EQ(media_type_of("/a.jpg"), "image/jpeg");
  EXPECT_EQ(media_type_of("/a.jpeg"), "image/jpeg");
  EXPECT_EQ(media_type_of("/a.webp"), "image/webp");
  EXPECT_EQ(media_type_of("/a.avif"), "image/avif");
  EXPECT_EQ(media_type_of("/a.gif"), "image/gif");
  EXPECT_EQ(media_type_of("/a.svg"), "image/svg+xml");
  EXPECT_EQ(media_type_of("/a.ico"), "image/vnd.microsoft.icon");
  EXPECT_EQ(media_type_of("/home.wasm"), "application/wasm");
  EXPECT_EQ(media_type_of("/site.webmanifest"), "application/manifest+json");
}

TEST(MediaType, DoesNotDependOnTheCase) {
  EXPECT_EQ(media_type_of("/PHOTO.JPG"), "image/jpeg");
}

TEST(MediaType, IsThatOfBytesIfTheNameSaysNothing) {
  for (const char* name : {"", "/", "/js", "/a.unknown", "/a.js/b", "/html."}) {
    EXPECT_EQ(media_type_of(name), "application/octet-stream") << name;
  }
}

}  // namespace
}  // namespace sws
