// HTTP/1.1 as the server speaks it, whatever it serves: framing, refusals, connections that are kept.
#include <gtest/gtest.h>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

class Http : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new Server({"--interval-ms", "10"}); }
  static void TearDownTestSuite() { delete server_; }

  static std::uint16_t port() { return server_->port(); }

  static Response answer_to(std::string_view bytes, http::verb method = http::verb::get) {
    RawConnection connection(port());
    connection.send(bytes);
    return connection.receive_response(method);
  }

  static inline Server* server_ = nullptr;
};

TEST_F(Http, AnswersAnUnknownPathWith404) {
  for (const char* target : {"/nothing", "/index.htm", "/ws", "/ws/", "//", "/favicon.svg/", "/INDEX.HTML"}) {
    EXPECT_EQ(get(port(), target).result_int(), 404u) << target;
  }
}

TEST_F(Http, AnswersHeadLikeGetWithoutTheBody) {
  const Response page = get(port(), "/");
  const Response head = answer_to(request("HEAD /"), http::verb::head);
  EXPECT_EQ(head.result_int(), 200u);
  EXPECT_EQ(head["Content-Length"], page["Content-Length"]);
  EXPECT_EQ(head["Content-Type"], page["Content-Type"]);
  EXPECT_EQ(head["ETag"], page["ETag"]);
}

TEST_F(Http, SendsNoBodyToAnyHead) {
  RawConnection connection(port());
  connection.send(request("HEAD /") + request("HEAD /nothing") + request("HEAD /ws/some_url/") +
                  request("HEAD /", "Connection: close\r\n"));
  for (const unsigned expected : {200u, 404u, 426u, 200u}) {
    EXPECT_EQ(connection.receive_response(http::verb::head).result_int(), expected);
  }
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, SendsNoBodyToAMalformedHead) {
  RawConnection connection(port());
  connection.send("HEAD / HTTP/1.1\r\n\r\n");  // no Host
  EXPECT_EQ(connection.receive_response(http::verb::head).result_int(), 400u);
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, AnswersAnotherMethodWith405AndNamesThoseItTakes) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"}) {
    const Response response = answer_to(request(std::string(method) + " /", "Content-Length: 0\r\n"));
    EXPECT_EQ(response.result_int(), 405u) << method;
    EXPECT_EQ(response["Allow"], "GET, HEAD") << method;
  }
}

TEST_F(Http, KeepsTheConnectionForFurtherRequests) {
  RawConnection connection(port());
  for (int i = 0; i < 5; ++i) {
    connection.send(request("GET /"));
    EXPECT_EQ(connection.receive_response().result_int(), 200u);
  }
}

TEST_F(Http, KeepsTheConnectionAfterA404AndA304) {
  RawConnection connection(port());
  connection.send(request("GET /nothing"));
  EXPECT_EQ(connection.receive_response().result_int(), 404u);
  connection.send(request("GET /", "If-None-Match: *\r\n"));
  EXPECT_EQ(connection.receive_response().result_int(), 304u);
  connection.send(request("GET /"));
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
}

TEST_F(Http, AnswersPipelinedRequestsInTheirOrder) {
  RawConnection connection(port());
  connection.send(request("GET /") + request("GET /nothing") + request("HEAD /") + request("GET /"));
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  EXPECT_EQ(connection.receive_response().result_int(), 404u);
  EXPECT_EQ(connection.receive_response(http::verb::head).result_int(), 200u);
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
}

TEST_F(Http, TakesARequestByteByByte) {
  RawConnection connection(port());
  for (const char byte : request("GET /")) connection.send(std::string(1, byte));
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
}

TEST_F(Http, ClosesWhenTheClientAsksForIt) {
  RawConnection connection(port());
  connection.send(request("GET /", "Connection: close\r\n"));
  EXPECT_EQ(connection.receive_response()["Connection"], "close");
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, ClosesBehindAnHttp10Answer) {
  RawConnection connection(port());
  connection.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, IgnoresTheQueryOfAPage) {
  EXPECT_EQ(get(port(), "/?from=a-link").result_int(), 200u);
}

TEST_F(Http, TakesTheAbsoluteFormOfATarget) {  // RFC 9112 §3.2.2: a server must
  EXPECT_EQ(get(port(), "http://localhost/").result_int(), 200u);
}

TEST_F(Http, IgnoresAnEmptyLineBeforeARequest) {  // RFC 9112 §2.2: a server should
  EXPECT_EQ(answer_to("\r\n" + request("GET /")).result_int(), 200u);
}

struct Malformed {
  const char* name;
  std::string bytes;
};

class MalformedRequests : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedRequests, AreAnsweredWith400AndClosed) {
  const Server server;
  RawConnection connection(server.port());
  // What follows must not be taken for a second request: no second answer comes before the end.
  connection.send(GetParam().bytes + request("GET /smuggled"));
  EXPECT_EQ(connection.receive_response().result_int(), 400u);
  EXPECT_EQ(connection.receive_rest(), "");
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc9112, MalformedRequests,
    testing::Values(
        Malformed{"NoHttpAtAll", "hello\r\n\r\n"},
        Malformed{"TlsOnThePlainPort", {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11}},
        Malformed{"NoHost", "GET / HTTP/1.1\r\n\r\n"},
        Malformed{"TwoHosts", request("GET /", "Host: elsewhere\r\n")},
        Malformed{"TwoEqualHosts", request("GET /", "Host: localhost\r\n")},
        Malformed{"ASpaceBeforeTheColon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"},
        Malformed{"AHeaderLineWithoutAColon", request("GET /", "nonsense\r\n")},
        Malformed{"ANulInAHeader", request("GET /", {"X: a\0b\r\n", 8})},
        Malformed{"AControlCharacterInTheTarget", request("GET /\x01")},
        Malformed{"LengthAndTransferEncoding",
                  request("GET /", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"},
        Malformed{"TransferEncodingAndLength",
                  request("GET /", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"},
        Malformed{"TwoDifferentLengths", request("GET /", "Content-Length: 5\r\nContent-Length: 6\r\n")},
        Malformed{"ANegativeLength", request("GET /", "Content-Length: -1\r\n")},
        Malformed{"ALengthThatIsNoNumber", request("GET /", "Content-Length: five\r\n")},
        Malformed{"ALengthBeyond64Bits", request("GET /", "Content-Length: 99999999999999999999999\r\n")}),
    [](const auto& malformed) { return malformed.param.name; });

TEST_F(Http, RefusesATransferEncodingItDoesNotKnowAndCloses) {
  RawConnection connection(port());
  connection.send(request("GET /", "Transfer-Encoding: gzip\r\n") + request("GET /smuggled"));
  const unsigned status = connection.receive_response().result_int();
  EXPECT_TRUE(status == 400u || status == 501u) << status;
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, AnswersAHeaderThatIsTooLargeWith431) {
  for (const std::string& header : {"X: " + std::string(64 * 1024, 'x') + "\r\n", [] {
                                      std::string many;
                                      for (int i = 0; i < 4000; ++i)
                                        many += "X-" + std::to_string(i) + ": 12345678\r\n";
                                      return many;
                                    }()}) {
    EXPECT_EQ(answer_to(request("GET /", header)).result_int(), 431u);
  }
}

TEST_F(Http, AnswersARequestLineThatIsTooLong) {
  const unsigned status = get(port(), "/" + std::string(64 * 1024, 'x')).result_int();
  EXPECT_TRUE(status == 414u || status == 431u) << status;
}

TEST_F(Http, SendsTheSafetyHeadersWithErrorsToo) {
  for (const char* target : {"/", "/nothing", "/ws/some_url/"}) {
    const Response response = get(port(), target);
    EXPECT_EQ(response["X-Content-Type-Options"], "nosniff") << target;
    EXPECT_EQ(response["Referrer-Policy"], "no-referrer") << target;
    EXPECT_NE(response["Content-Security-Policy"], "") << target;
  }
}

TEST_F(Http, FindsNothingOutsideThePage) {
  for (const char* target :
       {"/../etc/passwd", "/../../../../../../etc/passwd", "/%2e%2e/etc/passwd", "/%2e%2e%2fetc%2fpasswd",
        "/..%2f..%2fetc/passwd", "/..%5c..%5cetc%5cpasswd", "/..\\..\\etc\\passwd", "/./../etc/passwd",
        "//etc/passwd", "/etc/passwd", "/index.html%00.txt", "/%00", "/index.html/", "/%", "/%zz", "/%2e%2e"}) {
    const unsigned status = get(port(), target).result_int();
    EXPECT_TRUE(status == 404u || status == 400u) << target << " gave " << status;
  }
}

}  // namespace
}  // namespace sws
