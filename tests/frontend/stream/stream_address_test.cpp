#include "frontend/stream/stream_address.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(StreamAddress, IsBelowThePageWhereverThatIs) {
  const auto address = [](std::string_view path) {
    return stream_address("https://example.org", path, "some_url", {StreamProtocol::verified, {}, false});
  };
  EXPECT_EQ(address("/"), "https://example.org/ws/some_url/?protocol=1");
  EXPECT_EQ(address("/app/"), "https://example.org/app/ws/some_url/?protocol=1");
  EXPECT_EQ(address("/a/b%20c/"), "https://example.org/a/b%20c/ws/some_url/?protocol=1");
  EXPECT_EQ(address("/app/index.html"), "https://example.org/app/ws/some_url/?protocol=1");
  EXPECT_EQ(address("//elsewhere.example/"), "https://example.org//elsewhere.example/ws/some_url/?protocol=1");
}

TEST(StreamAddress, SaysWhatTheConnectionIsFor) {
  constexpr auto kVerified = StreamProtocol::verified;
  EXPECT_EQ(stream_address("http://a", "/", "some_url", {}), "http://a/ws/some_url/");
  EXPECT_EQ(stream_address("http://a", "/", "some_url", {kVerified, 7, false}),
            "http://a/ws/some_url/?protocol=1&count=7");
  EXPECT_EQ(stream_socket_address("http://a", "/", "some_url", {kVerified, {}, true}),
            "ws://a/ws/some_url/?protocol=1&resume");
}

TEST(StreamAddress, NamesTheChannel) {
  EXPECT_EQ(stream_socket_address("http://a", "/", "cpu", {}), "ws://a/ws/cpu/");
}

TEST(StreamAddress, OfASocketHasThePagesKindOfScheme) {
  EXPECT_EQ(stream_socket_address("http://localhost:8000", "/app/", "some_url", {}),
            "ws://localhost:8000/app/ws/some_url/");
  EXPECT_EQ(stream_socket_address("https://[::1]", "/", "some_url", {}), "wss://[::1]/ws/some_url/");
}

}  // namespace
}  // namespace sws
