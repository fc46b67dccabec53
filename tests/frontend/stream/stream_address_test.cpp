#include "frontend/stream/stream_address.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(StreamAddress, IsBelowThePageWhereverThatIs) {
  constexpr std::string_view kOrigin = "https://example.org";
  EXPECT_EQ(stream_address(kOrigin, "/"), "https://example.org/ws/some_url/?protocol=1");
  EXPECT_EQ(stream_address(kOrigin, "/app/"), "https://example.org/app/ws/some_url/?protocol=1");
  EXPECT_EQ(stream_address(kOrigin, "/a/b%20c/"), "https://example.org/a/b%20c/ws/some_url/?protocol=1");
  EXPECT_EQ(stream_address(kOrigin, "/app/index.html"), "https://example.org/app/ws/some_url/?protocol=1");
  EXPECT_EQ(stream_address(kOrigin, "//elsewhere.example/"),
            "https://example.org//elsewhere.example/ws/some_url/?protocol=1");
}

TEST(StreamAddress, OfASocketHasThePagesKindOfScheme) {
  EXPECT_EQ(stream_socket_address("http://localhost:8000", "/app/"),
            "ws://localhost:8000/app/ws/some_url/?protocol=1");
  EXPECT_EQ(stream_socket_address("https://[::1]", "/"), "wss://[::1]/ws/some_url/?protocol=1");
}

}  // namespace
}  // namespace sws
