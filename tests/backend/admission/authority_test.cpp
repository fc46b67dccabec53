#include "backend/admission/authority.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(Authority, IsAHostWithOrWithoutAPort) {
  EXPECT_EQ(parse_authority("localhost:8000")->host, "localhost");
  EXPECT_EQ(parse_authority("localhost:8000")->port, "8000");
  EXPECT_EQ(parse_authority("xyz.example")->host, "xyz.example");
  EXPECT_EQ(parse_authority("xyz.example")->port, "");
  EXPECT_EQ(parse_authority("[2001:DB8::f]:1")->host, "[2001:DB8::f]");
  EXPECT_EQ(parse_authority("[2001:DB8::f]:1")->port, "1");
}

TEST(Authority, HasAPortUpTo65535) {
  for (const char* text : {"localhost:", "localhost:1", "localhost:65535", "[::1]:65535"}) {
    EXPECT_TRUE(parse_authority(text)) << text;
  }
  for (const char* text : {"localhost:65536", "localhost:99999", "localhost:655350", "localhost:000080",
                           "[::1]:655350", "localhost:65535x", "localhost:-1", "localhost:+1", "localhost: 1"}) {
    EXPECT_FALSE(parse_authority(text)) << text;
  }
}

TEST(Authority, HasOnlyAnIpv6AddressInBrackets) {
  for (const char* text : {"[2001:DB8::g]", "2001:db8::f", "[]", "[::1", "[127.0.0.1]", "[::1]65535", "[::1]x",
                           "[:::]", "[fe80::1%eth0]", "]", "", ":80", "a b", "u@a", "a/b", "b\xc3\xbc"}) {
    EXPECT_FALSE(parse_authority(text)) << text;
  }
}

}  // namespace
}  // namespace sws
