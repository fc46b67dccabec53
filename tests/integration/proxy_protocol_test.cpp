// The PROXY protocol: the address in the header of a trusted proxy takes the place of the address of the proxy.
#include <gtest/gtest.h>

#include "tests/integration/metrics.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/wait_until.hpp"
#include "tests/support/proxy_header_text.hpp"

namespace sws {
namespace {

constexpr std::string_view kProxy = "127.1.2.3";

Arguments with_proxy_protocol(Arguments arguments = {}) {
  arguments.insert(arguments.end(), {"--proxy-protocol", "on", "--trusted-proxy", std::string(kProxy), "--admin",
                                     "127.0.0.1:0", "--address", "127.0.0.1"});
  return arguments;
}

RawConnection from_proxy(const Server& server) {
  return RawConnection(server.port(), "127.0.0.1", 0, kProxy);
}

unsigned status_of(RawConnection& connection, std::string_view header, std::string_view request) {
  connection.send(std::string(header).append(request));
  return connection.receive_response().result_int();
}

double refusals(const Server& server, const std::string& reason = "bad_proxy_header") {
  return Metrics::of(server.admin_port()).value("simplewebsocket_refusals_total{reason=\"" + reason + "\"}");
}

TEST(ProxyProtocol, ItsClientsAreCountedOneByOne) {
  const Server server(with_proxy_protocol({"--max-connections-per-address", "1"}));
  RawConnection first = from_proxy(server), second = from_proxy(server), other = from_proxy(server);
  EXPECT_EQ(status_of(first, proxy_header_of("192.0.2.1"), upgrade_request()), 101u);
  EXPECT_EQ(status_of(second, proxy_header_of("192.0.2.1"), upgrade_request()), 429u);
  EXPECT_EQ(status_of(other, proxy_header_of("192.0.2.2"), upgrade_request()), 101u);
  EXPECT_EQ(refusals(server, "too_many_connections_of_address"), 1);
}

// The proxy passes on what the client has written, so the client could name any address.
TEST(ProxyProtocol, AClientIsNotBelievedWhatItForwards) {
  const Server server(with_proxy_protocol({"--max-connections-per-address", "1"}));
  RawConnection first = from_proxy(server), second = from_proxy(server);
  const std::string request = upgrade_request("/ws/some_url/", "X-Forwarded-For: 198.51.100.9\r\n");
  EXPECT_EQ(status_of(first, proxy_header_of("192.0.2.1"), upgrade_request()), 101u);
  EXPECT_EQ(status_of(second, proxy_header_of("192.0.2.1"), request), 429u);
}

// Two proxies in a row: the second one passes on a connection of the first.
TEST(ProxyProtocol, ATrustedProxyInTheHeaderIsBelievedWhatItForwards) {
  const Server server(with_proxy_protocol({"--max-connections-per-address", "1", "--trusted-proxy", "10.0.0.0/8"}));
  for (const char* client : {"198.51.100.1", "198.51.100.2"}) {
    RawConnection viewer = from_proxy(server);
    const std::string fields = std::string("X-Forwarded-For: ") + client + "\r\n";
    EXPECT_EQ(status_of(viewer, proxy_header_of("10.0.0.9"), upgrade_request("/ws/some_url/", fields)), 101u);
    RawConnection again = from_proxy(server);
    EXPECT_EQ(status_of(again, proxy_header_of("10.0.0.9"), upgrade_request("/ws/some_url/", fields)), 429u);
  }
}

TEST(ProxyProtocol, AHealthCheckOfTheProxyIsServedForTheProxyItself) {
  const Server server(with_proxy_protocol());
  RawConnection check = from_proxy(server);
  EXPECT_EQ(status_of(check, local_proxy_header(), request("GET /style.css")), 200u);
  RawConnection over_unix = from_proxy(server);
  EXPECT_EQ(status_of(over_unix, proxy_header(0x21, 0x31, std::string(216, 'u')), request("GET /style.css")), 200u);
}

TEST(ProxyProtocol, AHeaderMayArriveByteByByte) {
  const Server server(with_proxy_protocol());
  RawConnection viewer = from_proxy(server);
  viewer.send_in_pieces(proxy_header_of("192.0.2.1", std::string(300, 'v')) + request("GET /style.css"), 1);
  EXPECT_EQ(viewer.receive_response().result_int(), 200u);
}

TEST(ProxyProtocol, AConnectionFromElsewhereIsServedWithoutAHeader) {
  const Server server(with_proxy_protocol());
  EXPECT_EQ(get(server.port(), "/style.css").result_int(), 200u);
  RawConnection stranger(server.port());
  EXPECT_EQ(status_of(stranger, proxy_header_of("192.0.2.1"), request("GET /style.css")), 400u);
  EXPECT_EQ(refusals(server), 0);
}

TEST(ProxyProtocol, AProxyThatSendsNoHeaderOrVersion1IsRefusedAndCounted) {
  const Server server(with_proxy_protocol());
  double refused = 0;
  for (const char* bytes : {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "PROXY TCP4 192.0.2.1 127.0.0.1 1 2\r\n"}) {
    RawConnection proxy = from_proxy(server);
    proxy.send(bytes);
    EXPECT_THROW(proxy.receive_response(), ConnectionEnded) << bytes;
    EXPECT_EQ(refusals(server), ++refused) << bytes;
  }
}

TEST(ProxyProtocol, AHeaderThatIsCutOffIsCountedButNotACheckOfThePort) {
  const Server server(with_proxy_protocol());
  { const RawConnection check = from_proxy(server); }
  wait_until("the end of the check", [&] {
    const Metrics metrics = Metrics::of(server.admin_port());
    return metrics.value("simplewebsocket_connections_accepted_total") == 1 &&
           metrics.value("simplewebsocket_connections") == 0;
  });
  EXPECT_EQ(refusals(server), 0);
  {
    RawConnection proxy = from_proxy(server);
    proxy.send(proxy_header_of("192.0.2.1").substr(0, 20));
  }
  wait_until("the refusal", [&] { return refusals(server) == 1; });
}

TEST(ProxyProtocol, AHeaderThatDoesNotComeIsWaitedForNoLongerThanForARequest) {
  Server server(with_proxy_protocol({"--header-timeout", "1"}));
  RawConnection proxy = from_proxy(server);
  proxy.send(proxy_header_of("192.0.2.1").substr(0, 20));
  EXPECT_EQ(proxy.receive_rest(), "");
  EXPECT_EQ(refusals(server), 1);
  EXPECT_NE(server.process().log_to_the_end().find("no complete PROXY header came within 1 s"), std::string::npos);
}

TEST(ProxyProtocol, AServerThatIsFullSaysSoBehindTheHeader) {
  const Server server(with_proxy_protocol({"--max-connections", "1"}));
  RawConnection viewer = from_proxy(server);
  EXPECT_EQ(status_of(viewer, proxy_header_of("192.0.2.1"), upgrade_request()), 101u);
  RawConnection late = from_proxy(server);
  EXPECT_EQ(status_of(late, proxy_header_of("192.0.2.2"), upgrade_request()), 503u);
}

TEST(ProxyProtocol, AServerThatStopsWaitsForAHeaderOnlyForAMoment) {
  Server server(with_proxy_protocol({"--drain-period", "0", "--header-timeout", "3600"}));
  RawConnection silent = from_proxy(server);
  wait_until("the connection", [&] {
    return Metrics::of(server.admin_port()).value("simplewebsocket_connections_accepted_total") == 1;
  });
  server.process().signal(SIGTERM);
  EXPECT_EQ(silent.receive_rest(), "");
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(ProxyProtocol, TheAdminListenerReadsNoHeader) {
  const Server server(with_proxy_protocol({"--trusted-proxy", "127.0.0.1"}));
  EXPECT_EQ(get(server.admin_port(), "/healthz").result_int(), 200u);
}

using ProxyProtocolBelowTls = Tls;

TEST_F(ProxyProtocolBelowTls, TheHandshakeFollowsTheHeader) {
  const Server server(with_tls(with_proxy_protocol({"--max-connections-per-address", "1"})));
  TlsClient client = this->client();
  client.source = kProxy;
  client.preamble = proxy_header_of("192.0.2.1");
  TlsConnection first(server.port(), client), second(server.port(), client);
  EXPECT_EQ(status_of(first, "", upgrade_request()), 101u);
  EXPECT_EQ(status_of(second, "", upgrade_request()), 429u);
  client.preamble = proxy_header_of("192.0.2.2");
  TlsConnection other(server.port(), client);
  EXPECT_EQ(status_of(other, "", upgrade_request()), 101u);
}

}  // namespace
}  // namespace sws
