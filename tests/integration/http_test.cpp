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

  static Response answer_to(std::string_view bytes, Method method = Method::get) {
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
  const Response head = answer_to(request("HEAD /"), Method::head);
  EXPECT_EQ(head.result_int(), 200u);
  EXPECT_EQ(head["Content-Length"], page["Content-Length"]);
  EXPECT_EQ(head["Content-Type"], page["Content-Type"]);
  EXPECT_EQ(head["ETag"], page["ETag"]);
}

TEST_F(Http, SendsNoBodyToAnyHead) {
  RawConnection connection(port());
  connection.send(request("HEAD /") + request("HEAD /nothing") + request("HEAD /ws/some_url/"));
  for (const unsigned expected : {200u, 404u, 426u}) {
    EXPECT_EQ(connection.receive_response(Method::head).result_int(), expected);
  }
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, SendsNoBodyToAMalformedHead) {
  for (const char* header : {"\r\n", "Host: localhost\r\nX: a\r\n b\r\n\r\n", "Host : localhost\r\n\r\n"}) {
    RawConnection connection(port());
    connection.send(std::string("HEAD / HTTP/1.1\r\n") + header);
    EXPECT_EQ(connection.receive_response(Method::head).result_int(), 400u) << header;
    EXPECT_EQ(connection.receive_rest(), "") << header;
  }
}

TEST_F(Http, AnswersAnotherMethodWith405AndNamesThoseItTakes) {
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "TRACE"}) {
    const Response response = answer_to(request(std::string(method) + " /", "Content-Length: 0\r\n"));
    EXPECT_EQ(response.result_int(), 405u) << method;
    EXPECT_EQ(response["Allow"], "GET, HEAD, OPTIONS") << method;
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
  EXPECT_EQ(connection.receive_response(Method::head).result_int(), 200u);
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

TEST_F(Http, IgnoresEmptyLinesBeforeARequestByteByByte) {
  RawConnection connection(port());
  connection.send_in_pieces("\r\n\r\n" + request("GET /") + "\r\n" + request("GET /"), 1);
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
}

TEST_F(Http, AnswersTenPipelinedRequestsInTheirOrderHoweverTheyAreCut) {
  for (const std::size_t piece : {0u, 1u, 7u}) {
    RawConnection connection(port());
    std::string ten;
    for (int i = 0; i < 10; ++i) ten += request(i % 2 == 0 ? "GET /" : "GET /nothing");
    connection.send_in_pieces(ten, piece);
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(connection.receive_response().result_int(), i % 2 == 0 ? 200u : 404u) << i;
    }
  }
}

TEST_F(Http, AnswersNothingBehindAPipelinedRequestThatItRefuses) {
  RawConnection connection(port());
  connection.send(request("GET /") + "GET / HTTP/1.1\r\nHost : a\r\n\r\n" + request("GET /") + upgrade_request());
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  const Response refusal = connection.receive_response();
  EXPECT_EQ(refusal.result_int(), 400u);
  EXPECT_EQ(refusal["Connection"], "close");
  EXPECT_EQ(connection.receive_rest(), "");
}

TEST_F(Http, TakesNoBodyForARequest) {
  const std::string inner = request("GET /smuggled");
  const std::string length = std::to_string(inner.size());
  for (const std::string& bytes :
       {request("GET /", "Content-Length: " + length + "\r\n") + inner,
        request("GET /", "Transfer-Encoding: chunked\r\n") + "1c\r\n" + inner + "\r\n0\r\n\r\n",
        request("POST /", "Content-Length: " + length + "\r\n") + inner,
        request("GET /", "Content-Length: 18446744073709551615\r\n") + inner,
        request("GET /", "Expect: 100-continue\r\nContent-Length: " + length + "\r\n") + inner}) {
    RawConnection connection(port());
    connection.send(bytes);
    const Response response = connection.receive_response();
    EXPECT_EQ(response.result_int(), bytes.starts_with("POST") ? 405u : 200u);
    EXPECT_EQ(response["Connection"], "close");
    EXPECT_EQ(connection.receive_rest(), "");
  }
}

TEST_F(Http, KeepsTheConnectionBehindABodyOfNoBytes) {
  RawConnection connection(port());
  connection.send(request("GET /", "Content-Length: 0\r\n") + request("GET /", "Content-Length: 00\r\n"));
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
  connection.send(request("GET /", "Expect: 100-continue\r\n"));  // no body to wait for (RFC 9110 §10.1.1)
  EXPECT_EQ(connection.receive_response().result_int(), 200u);
}

TEST_F(Http, TakesEveryHostThereIs) {
  for (const char* host :
       {"localhost", "localhost:8000", "localhost:65535", "LOCALHOST.", "127.0.0.1", "127.0.0.1:80", "[::1]",
        "[2001:db8::1]:8000", "[::1]:41823", "a_b-c~d.example", "xn--bcher-kva.example", "example.com:"}) {
    EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").result_int(), 200u) << host;
  }
}

TEST_F(Http, IgnoresTheFieldHostWhereTheTargetNamesOne) {
  for (const char* target : {"http://localhost:8000/", "HTTP://localhost", "https://[::1]/?query"}) {
    EXPECT_EQ(answer_to(request("GET " + std::string(target))).result_int(), 200u) << target;
  }
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
