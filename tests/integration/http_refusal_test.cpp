// HTTP/1.1 requests that a server must not answer as if they were right (RFC 9112 §11): each is refused with the
// status that says why, the connection ends, and what follows is not taken for a request.
#include <gtest/gtest.h>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

struct Refused {
  const char* name;
  std::string bytes;
  unsigned status = 400;
};

class Requests : public testing::TestWithParam<Refused> {
 protected:
  static void SetUpTestSuite() { server_ = new Server; }
  static void TearDownTestSuite() { delete server_; }

  static inline Server* server_ = nullptr;
};

TEST_P(Requests, AreRefusedAndTheConnectionEnds) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection connection(server_->port());
    if (piece > 0 && GetParam().bytes.size() > 1000) continue;  // the refusal comes before all is sent
    connection.send_in_pieces(GetParam().bytes + request("GET /smuggled"), piece);
    const Response response = connection.receive_response();
    EXPECT_EQ(response.result_int(), GetParam().status);
    EXPECT_EQ(response["Connection"], "close");
    EXPECT_GT(response.body().size(), 10u);
    EXPECT_EQ(connection.receive_rest(), "");
  }
  EXPECT_EQ(get(server_->port(), "/").result_int(), 200u);
}

// A request with these lines beside Host.
std::string with(std::string_view lines) {
  return request("GET /", lines);
}

std::string with_host(std::string_view host) {
  return "GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n";
}

std::string with_length(std::string_view length) {
  return with("Content-Length: " + std::string(length) + "\r\n");
}

std::string with_encoding(std::string_view encoding) {
  return with("Transfer-Encoding: " + std::string(encoding) + "\r\n") + "0\r\n\r\n";
}

std::string with_version(std::string_view version) {
  return "GET / " + std::string(version) + "\r\nHost: localhost\r\n\r\n";
}

std::string with_target(std::string_view target) {
  return request("GET " + std::string(target));
}

const auto kName = [](const auto& test) { return test.param.name; };

INSTANTIATE_TEST_SUITE_P(
    RequestLine, Requests,
    testing::Values(Refused{"NoHttpAtAll", "hello\r\n\r\n"},
                    Refused{"TlsOnThePlainPort", {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11}},
                    Refused{"Http09", "GET /\r\n"}, Refused{"Http20", with_version("HTTP/2.0"), 505},
                    Refused{"Http12", with_version("HTTP/1.2"), 505},
                    Refused{"Http00", with_version("HTTP/0.0"), 505},
                    Refused{"ThePrefaceOfHttp2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                    Refused{"LowerCaseHttp", with_version("http/1.1")},
                    Refused{"ALongVersion", with_version("HTTP/1.10")},
                    Refused{"AVersionWithoutAPoint", with_version("HTTP/11")},
                    Refused{"ASpaceBehindTheVersion", with_version("HTTP/1.1 ")},
                    Refused{"TwoSpacesBeforeTheVersion", with_version(" HTTP/1.1")},
                    Refused{"ATabForASpace", "GET\t/ HTTP/1.1\r\nHost: localhost\r\n\r\n"},
                    Refused{"ASpaceBeforeTheMethod", std::string(" ").append(with(""))},
                    Refused{"AMethodThatIsNoToken", request("G@T /")}, Refused{"TwoTargets", request("GET / /")}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Target, Requests,
    testing::Values(Refused{"AControlCharacter", with_target("/\x01")}, Refused{"ANul", with_target({"/a\0b", 4})},
                    Refused{"ADelete", with_target("/\x7f")}, Refused{"ABareCarriageReturn", with_target("/\r")},
                    Refused{"ALineFeed", with_target("/\n")}, Refused{"NotAscii", with_target("/\xc3\xa4")},
                    Refused{"AFragment", with_target("/#top")}, Refused{"NoSlash", with_target("index.html")},
                    Refused{"TheAsteriskForm", with_target("*")},
                    Refused{"TheAuthorityForm", with_target("localhost:80")},
                    Refused{"AnotherScheme", with_target("ftp://localhost/")},
                    Refused{"AbsoluteWithoutAHost", with_target("http:///")},
                    Refused{"AbsoluteWithAUser", with_target("http://user@localhost/")},
                    Refused{"ABrokenEscape", with_target("/%2")},
                    Refused{"TooLong", with_target("/" + std::string(64 * 1024, 'x')), 414}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Lines, Requests,
    testing::Values(Refused{"AllEndInALineFeed", "GET / HTTP/1.1\nHost: localhost\n\n"},
                    Refused{"TheRequestLineEndsInALineFeed", "GET / HTTP/1.1\nHost: localhost\r\n\r\n"},
                    Refused{"AFieldEndsInALineFeed", with("X: a\nY: b\r\n")},
                    Refused{"TheHeaderEndsInALineFeed", "GET / HTTP/1.1\r\nHost: localhost\r\n\n"},
                    Refused{"ABareCarriageReturnInAValue", with("X: a\rb\r\n")},
                    Refused{"ABareCarriageReturnForALineEnd", with("X: a\rY: b\r\n")},
                    Refused{"ABareCarriageReturnAtTheEnd", "GET / HTTP/1.1\r\nHost: localhost\r\n\rX"},
                    Refused{"AFoldedLine", with("X: a\r\n b\r\n")},
                    Refused{"ALineFoldedWithATab", with("X: a\r\n\tb\r\n")},
                    Refused{"AFoldedEncoding", with("Transfer-Encoding:\r\n chunked\r\n")},
                    Refused{"AFoldedHost", with_host("\r\n localhost")},
                    Refused{"ASpaceBeforeTheFirstField", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"},
                    Refused{"ALineOfASpace", with(" \r\n")},
                    Refused{"ASpaceBeforeTheColon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"},
                    Refused{"ATabBeforeTheColon", with("X\t: a\r\n")}, Refused{"NoColon", with("nonsense\r\n")},
                    Refused{"NoName", with(": a\r\n")}, Refused{"ASpaceInAName", with("X Y: a\r\n")},
                    Refused{"ANulInAName", with({"X\0: a\r\n", 7})},
                    Refused{"ANameThatIsNotAscii", with("\xc3\xa4: a\r\n")},
                    Refused{"ANulInAValue", with({"X: a\0b\r\n", 8})},
                    Refused{"AVerticalTab", with("X: a\x0b"
                                                 "b\r\n")},
                    Refused{"ADeleteInAValue", with("X: a\x7f\r\n")}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Host, Requests,
    testing::Values(
        Refused{"Missing", "GET / HTTP/1.1\r\n\r\n"}, Refused{"Two", with("Host: elsewhere\r\n")},
        Refused{"TwoEqual", with("Host: localhost\r\n")}, Refused{"TwoInOneField", with_host("a, b")},
        Refused{"Empty", with_host("")}, Refused{"WithASpace", with_host("a b")},
        Refused{"WithAUser", with_host("user@localhost")}, Refused{"WithAPath", with_host("localhost/x")},
        Refused{"WithAScheme", with_host("http://localhost")}, Refused{"NotAscii", with_host("b\xc3\xbc")},
        Refused{"APortThatIsNoNumber", with_host("localhost:http")},
        Refused{"APortOfSixDigits", with_host("localhost:123456")}, Refused{"TwoPorts", with_host("a:80:90")},
        Refused{"AnOpenBracket", with_host("[::1")}, Refused{"NoHostButAPort", with_host(":80")},
        Refused{"BytesBehindTheBracket", with_host("[::1]x")}),
    kName);

INSTANTIATE_TEST_SUITE_P(
    Framing, Requests,
    testing::Values(
        Refused{"LengthAndEncoding", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"},
        Refused{"EncodingAndLength", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"},
        Refused{"UnknownEncodingAndLength", with("Transfer-Encoding: x\r\nContent-Length: 5\r\n")},
        Refused{"TwoLengths", with("Content-Length: 5\r\nContent-Length: 6\r\n")},
        Refused{"TwoEqualLengths", with("Content-Length: 5\r\nContent-Length: 5\r\n")},
        Refused{"AListOfLengths", with_length("5, 6")}, Refused{"AListOfEqualLengths", with_length("5, 5")},
        Refused{"AListOfOneLength", with_length("5,")}, Refused{"NoLength", with_length("")},
        Refused{"ANegativeLength", with_length("-1")}, Refused{"ALengthWithAPlus", with_length("+5")},
        Refused{"ALengthWithASpace", with_length("5 5")}, Refused{"AHexadecimalLength", with_length("0x5")},
        Refused{"ALengthWithAPoint", with_length("5.0")}, Refused{"ALengthThatIsNoNumber", with_length("five")},
        Refused{"ALengthOfTwoToThe64", with_length("18446744073709551616")},
        Refused{"ALengthBeyond64Bits", with_length("99999999999999999999999")},
        Refused{"AnUnknownEncoding", with_encoding("gzip"), 501},
        Refused{"ChunkedAndAnother", with_encoding("chunked, gzip"), 501},
        Refused{"AnotherAndChunked", with_encoding("gzip, chunked"), 501},
        Refused{"ChunkedTwice", with_encoding("chunked, chunked"), 501},
        Refused{"TwoEncodings", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
        Refused{"TwoEncodingsOneUnknown", with("Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n"), 501},
        Refused{"AnEncodingLikeChunked", with_encoding("xchunked"), 501},
        Refused{"AQuotedEncoding", with_encoding("\"chunked\""), 501},
        Refused{"AnEmptyEncoding", with_encoding(""), 501},
        Refused{"AnEncodingWithAParameter", with_encoding("chunked;a=b"), 501},
        Refused{"AnEncodingInHttp10", "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}),
    kName);

// `GET / HTTP/1.1` with a header of exactly so many bytes, the empty line included.
std::string of_size(std::size_t size) {
  const std::string short_one = with("X: \r\n");
  return with("X: " + std::string(size - short_one.size(), 'x') + "\r\n");
}

std::string of_fields(int fields) {  // beside Host
  std::string lines;
  for (int i = 0; i < fields; ++i) lines += "X: a\r\n";
  return with(lines);
}

INSTANTIATE_TEST_SUITE_P(Limits, Requests,
                         testing::Values(Refused{"AByteTooMuch", of_size(16'385), 431},
                                         Refused{"MuchTooLarge", of_size(65'536), 431},
                                         Refused{"AFieldTooMany", of_fields(100), 431},
                                         Refused{"FieldsWithoutEnd", of_fields(10'000), 431},
                                         Refused{"EmptyLinesWithoutEnd",
                                                 [] {
                                                   std::string lines;
                                                   for (int i = 0; i < 10'000; ++i) lines += "\r\n";
                                                   return lines;
                                                 }(),
                                                 414}),
                         kName);

TEST(ARequestInTwoPieces, IsRefusedAsInOne) {
  const Server server({"--threads", "1"});
  const std::vector<Refused> cases = {
      {"", with_version("HTTP/2.0"), 505}, {"", with_version("HTTP/1.10")},
      {"", with_version("HTTP/2.0 ")},     {"", with_version("HTTP/2.01")},
      {"", of_size(16'385), 431},          {"", with_target("/" + std::string(16'384, 'x')), 414},
      {"", with_encoding("gzip"), 501},    {"", with("X: a\r\n b\r\n")}};
  for (const auto& [name, bytes, status] : cases) {
    for (std::size_t cut = 1; cut < std::min<std::size_t>(bytes.size(), 40); ++cut) {
      RawConnection connection(server.port());
      connection.send(bytes.substr(0, cut));
      get(server.port(), "/");  // the server's one thread reads what came first, then answers
      connection.send(bytes.substr(cut));
      EXPECT_EQ(connection.receive_response().result_int(), status) << bytes.substr(0, cut);
    }
  }
}

// One field, many, and the target have the same limit, on both listeners.
TEST(RequestLimits, AreThoseThatTheOptionGives) {
  const Server server({"--header-bytes", "65536", "--admin", "127.0.0.1:0"});
  std::string many;
  for (int i = 0; i < 60; ++i) many += "X: " + std::string(1'000, 'x') + "\r\n";
  const std::string value(60'000, 'x'), too_large(65'536, 'x');
  for (const std::uint16_t port : {server.port(), server.admin_port()}) {
    EXPECT_EQ(get(port, "/", "X: " + value + "\r\n").result_int(), 200u);
    EXPECT_EQ(get(port, "/", many).result_int(), 200u);
    EXPECT_EQ(get(port, "/?" + value).result_int(), 200u);
    EXPECT_EQ(get(port, "/", "X: " + too_large + "\r\n").result_int(), 431u);
    EXPECT_EQ(get(port, "/?" + too_large).result_int(), 414u);
  }
}

TEST(RequestLimits, AreExact) {
  const Server server;
  for (const std::string& bytes : {of_size(16'384), of_fields(99)}) {
    for (const std::size_t piece : {0u, 1u, 1000u}) {
      RawConnection connection(server.port());
      connection.send_in_pieces(bytes + bytes, piece);
      EXPECT_EQ(connection.receive_response().result_int(), 200u) << bytes.size() << " in pieces of " << piece;
      EXPECT_EQ(connection.receive_response().result_int(), 200u) << bytes.size() << " in pieces of " << piece;
    }
  }
}

// HAProxy's `option httpchk` sends the last one.
TEST(RequestMethods, OptionsIsAnswered) {
  const Server server;
  for (const std::string& bytes : {request("OPTIONS *"), request("OPTIONS /"), request("OPTIONS /ws/some_url/"),
                                   std::string("OPTIONS / HTTP/1.0\r\n\r\n")}) {
    RawConnection connection(server.port());
    connection.send(bytes);
    const Response response = connection.receive_response();
    EXPECT_EQ(response.result_int(), 200u) << bytes;
    EXPECT_EQ(response["Allow"], "GET, HEAD, OPTIONS") << bytes;
  }
}

TEST(RequestMethods, AreRefusedWhateverTheTarget) {
  const Server server;
  for (const char* line : {"CONNECT localhost:443", "get /", "POST /", "TRACE /", "QUERY /", "A /"}) {
    RawConnection connection(server.port());
    connection.send(request(line) + request("GET /"));
    const Response response = connection.receive_response();
    EXPECT_EQ(response.result_int(), 405u) << line;
    EXPECT_EQ(response["Allow"], "GET, HEAD, OPTIONS") << line;
    EXPECT_EQ(connection.receive_response().result_int(), 200u) << line;
  }
}

}  // namespace
}  // namespace sws
