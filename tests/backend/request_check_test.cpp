#include "backend/request_check.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

namespace http = boost::beast::http;

RequestHeader request(std::initializer_list<std::pair<http::field, const char*>> fields) {
  RequestHeader header;
  header.version(11);
  header.method(http::verb::get);
  for (const auto& [name, value] : fields) header.insert(name, value);
  return header;
}

RequestHeader upgrade_request() {
  return request({{http::field::host, "localhost"},
                  {http::field::connection, "keep-alive, Upgrade"},
                  {http::field::upgrade, "websocket"},
                  {http::field::sec_websocket_version, "13"},
                  {http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ=="}});
}

unsigned refusal_of(const std::optional<Refusal>& refusal) {
  return refusal ? static_cast<unsigned>(refusal->status) : 0;
}

TEST(CheckFraming, WantsExactlyOneHost) {
  EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, "a"}}))), 0U);
  EXPECT_EQ(refusal_of(check_framing(request({}))), 400U);
  EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, "a"}, {http::field::host, "a"}}))), 400U);
}

TEST(CheckFraming, RefusesWhatTwoParsersCouldUnderstandDifferently) {
  const auto with = [](std::initializer_list<std::pair<http::field, const char*>> fields) {
    RequestHeader header = request(fields);
    header.set(http::field::host, "a");
    return refusal_of(check_framing(header));
  };
  EXPECT_EQ(with({{http::field::content_length, "1"}, {http::field::transfer_encoding, "chunked"}}), 400U);
  EXPECT_EQ(with({{http::field::content_length, "1"}, {http::field::content_length, "1"}}), 400U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "gzip"}}), 501U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "chunked"}, {http::field::transfer_encoding, "chunked"}}), 501U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "Chunked"}}), 0U);
}

TEST(CheckUpgrade, AcceptsTheHandshakeOfTheRfc) {
  EXPECT_FALSE(check_upgrade(upgrade_request()));
}

TEST(CheckUpgrade, AcceptsConnectionInTwoFieldsOnceJoined) {
  RequestHeader header = upgrade_request();
  header.erase(http::field::connection);
  header.insert(http::field::connection, "keep-alive");
  header.insert(http::field::connection, "Upgrade");
  join_list_fields(header);
  EXPECT_FALSE(check_upgrade(header));
}

TEST(CheckUpgrade, RefusesABadKey) {
  for (const char* key : {"", "short", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
                          "dGhlIHNhbXBsZSBub25jZR==", "dGhlIHNhbXBsZSBub25j!Q=="}) {
    RequestHeader header = upgrade_request();
    header.set(http::field::sec_websocket_key, key);
    EXPECT_EQ(refusal_of(check_upgrade(header)), 400U) << key;
  }
  RequestHeader twice = upgrade_request();
  twice.insert(http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
  EXPECT_EQ(refusal_of(check_upgrade(twice)), 400U);
}

TEST(CheckUpgrade, RefusesOtherVersionsAndPlainRequests) {
  RequestHeader other = upgrade_request();
  other.set(http::field::sec_websocket_version, "8");
  EXPECT_EQ(refusal_of(check_upgrade(other)), 426U);
  RequestHeader both = upgrade_request();
  both.insert(http::field::sec_websocket_version, "8");
  EXPECT_EQ(refusal_of(check_upgrade(both)), 426U);
  EXPECT_EQ(refusal_of(check_upgrade(request({{http::field::host, "a"}}))), 426U);
}

TEST(RequestPath, DecodesAndDropsTheQuery) {
  EXPECT_EQ(request_path("/ws/some_url/?protocol=1"), "/ws/some_url/");
  EXPECT_EQ(request_path("/%69ndex.html"), "/index.html");
  EXPECT_EQ(request_path("http://localhost:8000/a?b"), "/a");
  EXPECT_EQ(request_path("http://localhost:8000"), "/");
  EXPECT_EQ(request_path("/%2"), std::nullopt);
  EXPECT_EQ(request_path("/%zz"), std::nullopt);
  EXPECT_EQ(request_path("*"), std::nullopt);
}

}  // namespace
}  // namespace sws
