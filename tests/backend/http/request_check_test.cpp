#include "backend/http/request_check.hpp"

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

TEST(CheckRequestLine, AcceptsAMethodATargetAndAVersion) {
  for (const char* line :
       {"GET / HTTP/1.1\r", "OPTIONS * HTTP/1.0\r", "M-SEARCH * HTTP/1.1\r", "get a HTTP/1.1\r"}) {
    EXPECT_EQ(refusal_of(check_request_line(line)), 0U) << line;
  }
  for (const char* line : {"GET / HTTP/2.0\r", "PRI * HTTP/2.0\r", "GET / HTTP/1.2\r", "GET / HTTP/0.9\r"}) {
    EXPECT_EQ(refusal_of(check_request_line(line)), 505U) << line;
  }
}

TEST(CheckRequestLine, RefusesEveryOtherForm) {
  for (const char* line : {"\r",
                           "",
                           "G\r",
                           "GET\r",
                           "GET \r",
                           "GET /\r",
                           "GET / \r",
                           "GET / X\r",
                           "GET / H\r",
                           "GET / HTTP\r",
                           "GET / HTTP/\r",
                           "GET / HTTP/1\r",
                           "GET / HTTP/1.\r",
                           "GET / HTTP/1.10\r",
                           "GET / HTTP/11\r",
                           "GET / HTTP/2\r",
                           "GET / HTTP/1.1 \r",
                           "GET / HTTP/1.1\t\r",
                           "GET / HTTP/1.1 x\r",
                           "GET / http/1.1\r",
                           "GET  / HTTP/1.1\r",
                           "GET /  HTTP/1.1\r",
                           " GET / HTTP/1.1\r",
                           "GET\t/ HTTP/1.1\r",
                           "/ HTTP/1.1\r",
                           "GET  HTTP/1.1\r",
                           "G@T / HTTP/1.1\r",
                           "GET / HTTP/1.1",
                           "GET / HTTP/x.1\r",
                           "GET / HTTP/1,1\r"}) {
    EXPECT_EQ(refusal_of(check_request_line(line)), 400U) << line;
  }
}

TEST(CheckFieldLine, AcceptsANameAColonAndAValue) {
  for (const char* line : {"Host: a\r", "X:\r", "X: \r", "X:a\tb \r", "!#$%&'*+-.^_`|~9: \xc3\xa4\r"}) {
    EXPECT_EQ(refusal_of(check_field_line(line)), 0U) << line;
  }
  for (const char* line : {"Host: a", "", " b: c\r", "\tb: c\r", "X\r", ":\r", ": a\r", "X : a\r", "X Y: a\r",
                           "\xc3\xa4: a\r", "X: a\rb\r", "X: a\x7f\r", "X: a\x0b\r", "X: a\r\r"}) {
    EXPECT_EQ(refusal_of(check_field_line(line)), 400U) << line;
  }
}

TEST(CheckFraming, AcceptsOnlyAHostThatLooksLikeOne) {
  for (const char* host :
       {"a", "a.b-c_d~e", "127.0.0.1:80", "[::1]", "[::ffff:127.0.0.1]:8000", "a:", "localhost:65535"}) {
    EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, host}}))), 0U) << host;
  }
  for (const char* host : {"", ":", ":80", "a b", "a,b", "a/", "u@a", "a:x", "a:123456", "a:65536", "[", "[]",
                           "[::1", "[x]", "[::1]a", "a]", "%61"}) {
    EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, host}}))), 400U) << host;
  }
}

TEST(CheckFraming, AcceptsAHundredFieldsAtMost) {
  RequestHeader header = request({{http::field::host, "a"}});
  for (int i = 0; i < 99; ++i) header.insert("X", "a");
  EXPECT_EQ(refusal_of(check_framing(header)), 0U);
  header.insert("X", "a");
  EXPECT_EQ(refusal_of(check_framing(header)), 431U);
}

TEST(CheckFraming, AcceptsExactlyOneHost) {
  EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, "a"}}))), 0U);
  EXPECT_EQ(refusal_of(check_framing(request({}))), 400U);
  RequestHeader old = request({});
  old.version(10);  // HTTP/1.0 has no Host
  EXPECT_EQ(refusal_of(check_framing(old)), 0U);
  EXPECT_EQ(refusal_of(check_framing(request({{http::field::host, "a"}, {http::field::host, "a"}}))), 400U);
}

TEST(CheckFraming, RefusesALengthThatTwoParsersCouldUnderstandDifferently) {
  const auto with = [](std::initializer_list<std::pair<http::field, const char*>> fields) {
    RequestHeader header = request(fields);
    header.set(http::field::host, "a");
    return refusal_of(check_framing(header));
  };
  EXPECT_EQ(with({{http::field::content_length, "1"}, {http::field::transfer_encoding, "chunked"}}), 400U);
  EXPECT_EQ(with({{http::field::content_length, "1"}, {http::field::content_length, "1"}}), 400U);
  EXPECT_EQ(with({{http::field::content_length, "1, 1"}}), 400U);
  EXPECT_EQ(with({{http::field::content_length, "1"}}), 0U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "gzip"}}), 501U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "chunked"}, {http::field::transfer_encoding, "chunked"}}), 501U);
  EXPECT_EQ(with({{http::field::transfer_encoding, "Chunked"}}), 0U);
  EXPECT_EQ(with({{http::field::content_length, "-1"}}), 400U);
}

TEST(CheckFraming, RefusesTransferEncodingInHttp10) {
  RequestHeader header = request({{http::field::host, "a"}, {http::field::transfer_encoding, "chunked"}});
  EXPECT_EQ(refusal_of(check_framing(header)), 0U);
  header.version(10);
  EXPECT_EQ(refusal_of(check_framing(header)), 400U);
}

TEST(CheckFraming, RefusesOtherVersions) {
  for (const unsigned version : {9U, 12U, 20U}) {
    RequestHeader header = request({{http::field::host, "a"}});
    header.version(version);
    EXPECT_EQ(refusal_of(check_framing(header)), 505U) << version;
  }
}

TEST(HasBody, IsTrueOfEveryLengthButZero) {
  EXPECT_FALSE(has_body(request({})));
  EXPECT_FALSE(has_body(request({{http::field::content_length, "0"}})));
  EXPECT_FALSE(has_body(request({{http::field::content_length, "00"}})));
  EXPECT_TRUE(has_body(request({{http::field::content_length, "10"}})));
  EXPECT_TRUE(has_body(request({{http::field::transfer_encoding, "chunked"}})));
}

TEST(CheckUpgrade, AcceptsTheHandshakeOfTheRfc) {
  EXPECT_FALSE(check_upgrade(upgrade_request()));
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
  RequestHeader old = upgrade_request();
  old.version(10);
  EXPECT_EQ(refusal_of(check_upgrade(old)), 426U);
  RequestHeader head = upgrade_request();
  head.method(http::verb::head);
  EXPECT_EQ(refusal_of(check_upgrade(head)), 426U);
  for (const http::field field : {http::field::connection, http::field::upgrade}) {
    RequestHeader without = upgrade_request();
    without.erase(field);
    EXPECT_EQ(refusal_of(check_upgrade(without)), 426U);
  }
}

TEST(CheckUpgrade, RefusesABody) {
  RequestHeader header = upgrade_request();
  header.set(http::field::content_length, "0");
  EXPECT_FALSE(check_upgrade(header));
  header.set(http::field::content_length, "1");
  EXPECT_EQ(refusal_of(check_upgrade(header)), 400U);
}

}  // namespace
}  // namespace sws
