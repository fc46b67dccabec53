// Each limit refuses the excess, tells the client so, and counts it under its reason.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

Server server_with(Arguments arguments) {
  arguments.insert(arguments.end(), {"--admin", "127.0.0.1:0"});
  return Server(arguments);
}

// How often something was refused for `reason`, as the admin listener says.
std::string counted(const Server& server, const std::string& reason) {
  const std::string metrics = get(server.admin_port(), "/metrics").body();
  const std::string name = "simplewebsocket_refusals_total{reason=\"" + reason + "\"} ";
  const std::size_t begin = metrics.find(name);
  if (begin == std::string::npos) return "no such reason";
  return metrics.substr(begin + name.size(), metrics.find('\n', begin) - begin - name.size());
}

std::unique_ptr<RawConnection> connect_from(const Server& server, std::string_view source) {
  return std::make_unique<RawConnection>(server.port(), "127.0.0.1", 0, source);
}

// Opens a stream and returns the status of the answer.
unsigned upgrade(RawConnection& connection, std::string_view header_lines = "") {
  connection.send(upgrade_request("/ws/some_url/", header_lines));
  return connection.receive_response().result_int();
}

TEST(ConnectionLimit, AnswersWith503AndLetsOthersInOnceOneLeaves) {
  const Server server = server_with({"--max-connections", "2"});
  RawConnection first(server.port());
  auto second = std::make_unique<RawConnection>(server.port());
  EXPECT_EQ(upgrade(first), 101u);
  EXPECT_EQ(upgrade(*second), 101u);
  const Response refused = get(server.port(), "/");
  EXPECT_EQ(refused.result_int(), 503u);
  EXPECT_EQ(refused["Retry-After"], "10");
  EXPECT_EQ(counted(server, "too_many_connections"), "1");
  first.receive_frame();

  second->send(client_frame(0x88, "\x03\xe8"));
  EXPECT_EQ(second->receive_close_code(), 1000u);
  second->receive_rest();
  second.reset();
  unsigned status = 503;
  wait_until("room for another connection", [&] {  // the server sees the end a moment later
    status = get(server.port(), "/").result_int();
    return status != 503;
  });
  EXPECT_EQ(status, 200u);
}

TEST(ConnectionLimit, AnAddressWithAllItsPlacesTakenKeepsNobodyElseOut) {
  const Server server = server_with({"--max-connections-per-address", "3"});
  std::vector<std::unique_ptr<RawConnection>> taken;
  for (int i = 0; i < 3; ++i) {
    taken.push_back(connect_from(server, "127.0.0.9"));
    ASSERT_EQ(upgrade(*taken.back()), 101u);
  }
  const auto refused = connect_from(server, "127.0.0.9");
  refused->send(request("GET /"));
  const Response response = refused->receive_response();
  EXPECT_EQ(response.result_int(), 429u);
  EXPECT_EQ(response["Retry-After"], "10");
  EXPECT_FALSE(response.keep_alive());
  EXPECT_EQ(counted(server, "too_many_connections_of_address"), "1");
  EXPECT_EQ(upgrade(*connect_from(server, "127.0.0.8")), 101u);
  for (const auto& viewer : taken) viewer->receive_frame();
}

TEST(ConnectionLimit, AnAddressThatConnectsTooOftenIsToldSo) {
  const Server server = server_with({"--max-connects-per-second", "1"});
  std::vector<std::unique_ptr<RawConnection>> connections;
  unsigned status = 101;
  for (int i = 0; i < 50 && status == 101; ++i) {
    connections.push_back(connect_from(server, "127.0.0.9"));
    status = upgrade(*connections.back());
  }
  EXPECT_EQ(status, 429u);
  EXPECT_EQ(upgrade(*connect_from(server, "127.0.0.8")), 101u);
  EXPECT_EQ(counted(server, "too_many_connects_of_address"), "1");
}

TEST(ConnectionLimit, ManyWhoAreNotAdmittedTakeNoPlace) {
  const Server server = server_with({"--max-connections-per-address", "1", "--threads", "1"});
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (int i = 0; i < 300; ++i) silent.push_back(connect_from(server, "127.0.0.9"));  // more than are answered
  EXPECT_EQ(upgrade(*connect_from(server, "127.0.0.8")), 101u);
}

TEST(HeaderLimits, AHeaderThatDoesNotComeIsAnsweredWith408) {
  const Server server = server_with({"--header-timeout", "1"});
  RawConnection slow(server.port());
  slow.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  const Response response = slow.receive_response();
  EXPECT_EQ(response.result_int(), 408u);
  EXPECT_FALSE(response.keep_alive());
  EXPECT_EQ(slow.receive_rest(), "");
  EXPECT_EQ(counted(server, "request_timeout"), "1");
}

// The idle timeout is longer: only the first byte of the second request begins the shorter one.
TEST(HeaderLimits, AHeaderOfASecondRequestThatDoesNotComeIsAnsweredWith408) {
  const Server server = server_with({"--header-timeout", "1", "--idle-timeout", "3600"});
  RawConnection slow(server.port());
  slow.send(request("GET /favicon.svg"));
  EXPECT_EQ(slow.receive_response().result_int(), 200u);
  slow.send("G");
  EXPECT_EQ(slow.receive_response().result_int(), 408u);
  EXPECT_EQ(slow.receive_rest(), "");
}

TEST(HeaderLimits, ASilentConnectionIsHungUpOn) {
  const Server server = server_with({"--header-timeout", "1", "--idle-timeout", "1"});
  RawConnection silent(server.port());
  EXPECT_EQ(silent.receive_rest(), "");
  RawConnection idle(server.port());
  idle.send(request("GET /favicon.svg"));
  EXPECT_EQ(idle.receive_response().result_int() / 100, 2u);
  EXPECT_EQ(idle.receive_rest(), "");
}

TEST(HeaderLimits, ALargerHeaderIsAnsweredWith431) {
  const Server server = server_with({"--header-bytes", "1024"});
  EXPECT_EQ(get(server.port(), "/", "X-Fits: " + std::string(800, 'x') + "\r\n").result_int(), 200u);
  EXPECT_EQ(get(server.port(), "/", "X-Large: " + std::string(1'024, 'x') + "\r\n").result_int(), 431u);
  EXPECT_EQ(counted(server, "header_too_large"), "1");
}

TEST(MessageLimits, ALargerMessageEndsTheStreamWith1009) {
  const Server server = server_with({"--message-bytes", "512"});
  RawConnection viewer(server.port());
  EXPECT_EQ(upgrade(viewer), 101u);
  viewer.send(client_frame(0x81, std::string(512, 'x')));
  viewer.send(client_frame(0x81, std::string(513, 'x')));
  EXPECT_EQ(viewer.receive_close_code(), 1009u);
  EXPECT_EQ(counted(server, "message_too_large"), "1");
}

TEST(MessageLimits, TooManyMessagesEndTheStreamWith1008) {
  const Server server = server_with({"--client-messages-per-second", "1"});
  for (const std::uint8_t kind : {std::uint8_t{0x81}, std::uint8_t{0x89}}) {  // texts; pings
    RawConnection viewer(server.port());
    EXPECT_EQ(upgrade(viewer), 101u);
    for (int i = 0; i < 10; ++i) viewer.send(client_frame(kind, "x"));
    EXPECT_EQ(viewer.receive_close_code(), 1008u);
  }
  EXPECT_NE(counted(server, "too_many_messages"), "0");
}

TEST(StreamLimits, AStreamThatLastsTooLongIsClosedWith1001) {
  const Server server = server_with({"--stream-lifetime", "1", "--interval-ms", "100"});
  StreamClient viewer(server.port());
  viewer.rest_of_numbers();
  EXPECT_EQ(viewer.close_code(), 1001);
  EXPECT_EQ(counted(server, "stream_lifetime"), "1");
}

TEST(StreamLimits, WhoDoesNotReadIsDropped) {
  const Server server = server_with({"--write-timeout", "1", "--interval-ms", "10", "--client-messages-per-second",
                                     "1000000", "--count", "1000000"});
  RawConnection deaf(server.port(), "127.0.0.1", 4096);
  EXPECT_EQ(upgrade(deaf), 101u);
  deaf.flood(client_frame(0x89, std::string(125, 'x')));  // its pongs fill what lies between
  StreamClient other(server.port());
  wait_until("the end of the viewer that does not read", [&] {
    other.next_number();
    return counted(server, "write_timeout") == "1";
  });
}

TEST(Origin, OfAnotherHostIsAnsweredWith403) {
  const Server server = server_with({"--allowed-origin", "https://example.org"});
  RawConnection same(server.port()), listed(server.port()), other(server.port()), none(server.port());
  EXPECT_EQ(upgrade(same, "Origin: http://localhost\r\n"), 101u);
  EXPECT_EQ(upgrade(listed, "Origin: https://example.org\r\n"), 101u);
  EXPECT_EQ(upgrade(none), 101u);
  EXPECT_EQ(upgrade(other, "Origin: http://evil.example\r\n"), 403u);
  EXPECT_EQ(counted(server, "origin_not_allowed"), "1");
  const Server open = server_with({"--allowed-origin", "*"});
  RawConnection any(open.port());
  EXPECT_EQ(upgrade(any, "Origin: http://evil.example\r\n"), 101u);
}

TEST(TrustedProxy, ItsClientsAreCountedOneByOne) {
  const Server server = server_with({"--trusted-proxy", "127.0.0.1", "--max-connections-per-address", "1"});
  RawConnection first(server.port()), second(server.port()), other(server.port());
  EXPECT_EQ(upgrade(first, "X-Forwarded-For: 192.0.2.1\r\n"), 101u);
  EXPECT_EQ(upgrade(second, "X-Forwarded-For: 192.0.2.1\r\n"), 429u);
  EXPECT_EQ(upgrade(second, "X-Forwarded-For: 192.0.2.2\r\n"), 101u);
  EXPECT_EQ(upgrade(other, "Forwarded: for=192.0.2.2\r\nX-Forwarded-For: 192.0.2.4\r\n"), 101u);
}

TEST(TrustedProxy, ViewersWhoseAddressItDoesNotNameAreCountedForIt) {
  const Server server = server_with({"--trusted-proxy", "::ffff:127.0.0.1", "--max-connections-per-address", "1"});
  RawConnection first(server.port()), second(server.port()), third(server.port());
  EXPECT_EQ(upgrade(first, "X-Forwarded-For: unknown\r\n"), 101u);
  EXPECT_EQ(upgrade(second, "X-Forwarded-For: nonsense\r\n"), 429u);
  EXPECT_EQ(upgrade(third), 429u);
  EXPECT_EQ(upgrade(third, "X-Forwarded-For: \", 203.0.113.7\r\n"), 101u);
  EXPECT_EQ(upgrade(second, "X-Forwarded-For: 198.51.100.9:\", 203.0.113.7\r\n"), 429u);
}

TEST(TrustedProxy, NobodyElseIsBelieved) {
  const Server server = server_with({"--max-connections-per-address", "1"});
  const auto first = connect_from(server, "127.0.0.9");
  EXPECT_EQ(upgrade(*first, "X-Forwarded-For: 192.0.2.1\r\n"), 101u);
  const auto second = connect_from(server, "127.0.0.9");
  EXPECT_EQ(upgrade(*second, "X-Forwarded-For: 192.0.2.2\r\n"), 429u);
}

}  // namespace
}  // namespace sws
