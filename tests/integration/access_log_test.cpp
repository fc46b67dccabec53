// The access log: a line for each request, without what nobody should read there.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

std::vector<std::string> lines_of_requests(Server& server) {
  constexpr std::string_view kBegin = "event=request ";
  std::vector<std::string> lines;
  const std::string log = server.process().log_to_the_end();
  for (std::size_t at = 0; (at = log.find(kBegin, at)) != std::string::npos;) {
    at += kBegin.size();
    lines.push_back(log.substr(at, log.find('\n', at) - at));
  }
  return lines;
}

bool matches(const std::string& line, const std::string& expression) {
  return std::regex_match(line, std::regex(expression));
}

TEST(AccessLog, HasALineForEachRequest) {
  Server server({"--access-log", "on"});
  get(server.port(), "/?access=secret");
  get(server.port(), "/no%20thing?x");
  RawConnection head(server.port());
  head.send("HEAD /style.css HTTP/1.1\r\nHost: localhost\r\n\r\nPOST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  head.receive_response(Method::head);
  head.receive_response();
  RawConnection viewer(server.port());
  viewer.send(upgrade_request("/ws/some_url/?protocol=1&access=secret"));
  viewer.receive_response();
  RawConnection events(server.port());
  events.send(request("GET /events/some_url/"));
  events.receive_through("\r\n\r\n");
  RawConnection nonsense(server.port());
  nonsense.send("hello\r\n\r\n");
  nonsense.receive_response();
  const auto lines = lines_of_requests(server);
  ASSERT_EQ(lines.size(), 7u) << testing::PrintToString(lines);
  // Several threads write, so that the order is not that of the requests.
  for (const char* begin :
       {R"(method="GET" path="/" status=200 bytes=[1-9]\d+)",
        R"(method="GET" path="/no%20thing" status=404 bytes=\d+)",
        R"(method="HEAD" path="/style.css" status=200 bytes=0)", R"(method="POST" path="/" status=405 bytes=\d+)",
        R"(method="GET" path="/ws/some_url/" status=101 bytes=0)",
        R"(method="GET" path="/events/some_url/" status=200 bytes=0)",
        R"(method="" path="" status=400 bytes=\d+)"}) {
    const std::string wanted = begin + std::string(R"( ms=\d+ whole="yes")");
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return matches(line, wanted); }), 1)
        << wanted << testing::PrintToString(lines);
  }
}

TEST(AccessLog, IsNotCutInAFlood) {
  constexpr std::size_t kFlood = 200;
  Server server({"--access-log", "on"});
  RawConnection connection(server.port());
  for (std::size_t i = 0; i < kFlood; ++i) {
    connection.send(request("GET /favicon.svg"));
    connection.receive_response();
  }
  EXPECT_EQ(lines_of_requests(server).size(), kFlood);
}

TEST(AccessLog, IsOffUnlessAskedFor) {
  Server server;
  get(server.port(), "/");
  EXPECT_TRUE(lines_of_requests(server).empty());
}

TEST(AccessLog, HasAddressesOnlyIfTheLogHasThem) {
  constexpr std::string_view kVisitor = "127.1.2.3";
  for (const char* level : {"info", "debug"}) {
    Server server({"--access-log", "on", "--log-level", level});
    RawConnection visitor(server.port(), "127.0.0.1", 0, kVisitor);
    visitor.send(request("GET /"));
    visitor.receive_response();
    const auto lines = lines_of_requests(server);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].ends_with(" address=\"127.1.2.3\""), level == std::string("debug")) << lines[0];
    EXPECT_EQ(lines[0].find(kVisitor) != std::string::npos, level == std::string("debug")) << lines[0];
  }
}

// The path is cut, so that a line has an end whatever a client sends.
TEST(AccessLog, CutsALongPath) {
  Server server({"--access-log", "on"});
  get(server.port(), "/" + std::string(4'000, 'x'));
  const auto lines = lines_of_requests(server);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(matches(lines[0], R"re(method="GET" path="/x{511}" status=404 .*)re")) << lines[0];
}

}  // namespace
}  // namespace sws
