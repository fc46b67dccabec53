// TLS that a real HAProxy passes through to the server, with the client's address in a PROXY header.
#include "tests/integration/haproxy_process.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

constexpr const char* kProxy = "127.1.2.3";

class TlsThroughHaproxy : public Tls {
 protected:
  Arguments behind_haproxy(Arguments arguments = {}) const {
    arguments.insert(arguments.end(), {"--proxy-protocol", "on", "--trusted-proxy", kProxy, "--address",
                                       "127.0.0.1", "--admin", "127.0.0.1:0"});
    return with_tls(arguments);
  }

  TlsClient client_from(std::string_view source) const {
    TlsClient client = this->client();
    client.source = source;
    return client;
  }

  static unsigned status(TlsConnection& viewer) {
    viewer.send(upgrade_request());
    return viewer.receive_response().result_int();
  }
};

TEST_F(TlsThroughHaproxy, EachClientHasTheLimitsOfItsOwnAddress) {
  const Server server(behind_haproxy({"--max-connections-per-address", "1"}));
  const HaproxyProcess haproxy(server.port(), kProxy);
  TlsConnection first(haproxy.port(), client_from("127.9.9.1")), second(haproxy.port(), client_from("127.9.9.1"));
  TlsConnection other(haproxy.port(), client_from("127.9.9.2"));
  EXPECT_EQ(status(first), 101u);
  EXPECT_EQ(status(second), 429u);
  EXPECT_EQ(status(other), 101u);
}

TEST_F(TlsThroughHaproxy, TheLogNamesTheClientAndNotTheProxy) {
  Server server(behind_haproxy({"--log-level", "debug"}));
  const HaproxyProcess haproxy(server.port(), kProxy);
  TlsConnection visitor(haproxy.port(), client_from("127.9.9.1"));
  visitor.send(request("GET /nothing"));
  EXPECT_EQ(visitor.receive_response().result_int(), 404u);
  const std::string log = server.process().log_to_the_end();
  EXPECT_NE(log.find("refused_peer address=\"127.9.9.1\""), std::string::npos) << log;
  EXPECT_EQ(log.find(kProxy), std::string::npos) << log;
}

TEST_F(TlsThroughHaproxy, ItsHealthChecksAreNoFaults) {
  const Server server(behind_haproxy());
  const HaproxyProcess haproxy(server.port(), kProxy);
  const auto metric = [&](const std::string& name) {
    return Metrics::of(server.admin_port()).value("simplewebsocket_" + name);
  };
  wait_until("ten checks", [&] { return metric("connections_accepted_total") >= 10; });
  EXPECT_EQ(metric("refusals_total{reason=\"bad_proxy_header\"}"), 0);
  EXPECT_EQ(metric("refusals_total{reason=\"tls_failed\"}"), 0);
}

}  // namespace
}  // namespace sws
