#include "backend/admission/frame_ancestors.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

std::string source(std::string_view text) {
  const auto read = frame_ancestor(text);
  return read ? *read : "refused: " + read.error().reason;
}

TEST(FrameAncestors, AreOriginsAsTheHeaderNamesThem) {
  EXPECT_EQ(source("https://dashboard.example.org"), "https://dashboard.example.org");
  EXPECT_EQ(source("HTTPS://Example.ORG/"), "https://example.org");
  EXPECT_EQ(source("https://example.org:8443"), "https://example.org:8443");
  EXPECT_EQ(source("http://127.0.0.1:3000"), "http://127.0.0.1:3000");
  EXPECT_EQ(source("https://*.example.org"), "https://*.example.org");
  EXPECT_EQ(source("self"), "'self'");
  EXPECT_EQ(source("*"), "*");
}

TEST(FrameAncestors, CannotEndTheHeaderOrAddToIt) {
  for (const char* const text : {"https://a.example; script-src *",
                                 "https://a.example;",
                                 "https://a.example, https://b.example",
                                 "https://a.example\r\nX: y",
                                 "https://a.example https://b.example",
                                 "https://a.example'",
                                 "'none'",
                                 "'self'",
                                 "https://a.example/path",
                                 "https://a.example?x",
                                 "https://a.example#x",
                                 "https://*",
                                 "https://*.",
                                 "https://",
                                 "https://a.*.example",
                                 "https://*.*.example",
                                 "**",
                                 "",
                                 "/",
                                 " ",
                                 "a.example",
                                 "https:",
                                 "null",
                                 "https://[::1]",
                                 "https://a_b.example",
                                 "file://",
                                 "data://a",
                                 "https://a.example:99999",
                                 "https://user@a.example"}) {
    EXPECT_EQ(source(text).substr(0, 9), "refused: ") << text;
  }
}

TEST(FrameAncestors, ThatBrowsersDoNotKnowAreRefusedWithTheWayOut) {
  EXPECT_NE(source("https://[::1]").find("give a name"), std::string::npos);
}

}  // namespace
}  // namespace sws
