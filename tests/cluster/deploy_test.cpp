// What the balancers of backend/deploy/ have to do for viewers and nodes, each with its own configuration: pages,
// WebSockets and event streams over http and https, and the truth about who a viewer is.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>

#include "tests/cluster/cluster.hpp"
#include "tests/cluster/haproxy.hpp"
#include "tests/integration/event_client.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_connection.hpp"
#include "tests/integration/wait_until.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

class Deployment : public testing::TestWithParam<Cluster::Balancer> {
 protected:
  // The node logs the addresses of those whom it refuses.
  Deployment() : cluster_(GetParam(), {"--log-level", "debug"}, 1) {
    if (GetParam() == Cluster::Balancer::haproxy) {
      wait_until("HAProxy's use of the node", [&] { return cluster_.haproxy().nodes_up() == 1; });
    }
  }

  std::unique_ptr<RawConnection> plain() const {
    return std::make_unique<RawConnection>(kBalancerPort, cluster_.page().host);
  }
  std::unique_ptr<RawConnection> over_tls() const {
    return std::make_unique<TlsConnection>(
        kBalancerTlsPort, TlsClient{.root_file = cluster_.root_file(), .address = cluster_.page().host});
  }

  Cluster cluster_;
};

TEST_P(Deployment, ServesThePageAndStreamsOverHttpAndHttps) {
  for (const bool tls : {false, true}) {
    SCOPED_TRACE(tls ? "https" : "http");
    const auto connection = tls ? over_tls() : plain();
    connection->send(request("GET /"));
    EXPECT_EQ(connection->receive_response().result_int(), 200u);
    const std::string origin = std::string("Origin: ") + (tls ? "https" : "http") + "://example.org\r\n";
    const auto viewer = tls ? over_tls() : plain();
    viewer->send(
        "GET /ws/some_url/ HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
        origin + "\r\n");
    EXPECT_EQ(viewer->receive_response().result_int(), 101u);
    EXPECT_TRUE(viewer->receive_frame().payload.starts_with("{\"message\": "));
  }
}

// A proxy that gathers what comes would hand these over when it has 4 kB, a minute later.
TEST_P(Deployment, PassesEventsOnAsTheyCome) {
  EventClient viewer(plain(), request("GET /events/some_url/"));
  ASSERT_EQ(viewer.status(), 200u);
  const std::string first = viewer.next().id, second = viewer.next().id;
  EXPECT_NE(first, second);
}

// The claims are dropped, and what the balancer knows is passed on: the viewer came over http, from this machine.
TEST_P(Deployment, TellsTheNodeWhoAViewerIsWhateverTheViewerClaims) {
  const std::string claims =
      "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8;proto=https\r\nX-Forwarded-Proto: https\r\n";
  const auto viewer = plain();
  viewer->send(upgrade_request("/ws/some_url/", claims + "Origin: http://localhost\r\n"));
  EXPECT_EQ(viewer->receive_response().result_int(), 101u);
  const auto stranger = plain();
  stranger->send(upgrade_request("/ws/some_url/", claims + "Origin: http://example.org\r\n"));
  EXPECT_EQ(stranger->receive_response().result_int(), 403u);
  const std::string log = cluster_.node(0).log();
  EXPECT_NE(log.find("refused_peer address=\"127.0.0.1\""), std::string::npos) << log;
  EXPECT_EQ(log.find("203.0.113"), std::string::npos) << log;
}

INSTANTIATE_TEST_SUITE_P(Behind, Deployment, testing::Values(Cluster::Balancer::haproxy, Cluster::Balancer::nginx),
                         [](const auto& tested) {
                           return tested.param == Cluster::Balancer::haproxy ? "Haproxy" : "Nginx";
                         });

// An installation changes nothing but addresses, so the files must be right as they are.
TEST(DeployedConfigurations, AreAcceptedByTheProgramsThatReadThem) {
  const TemporaryDirectory folder;
  const TestAuthority authority;
  const TlsFiles files = authority.issue();
  std::ofstream(folder.path() + "/certificate.pem") << content_of(files.certificate) << content_of(files.key);
  const Outcome haproxy = run_to_exit({"-c", "-f", SIMPLEWEBSOCKET_SOURCE_DIR "/backend/deploy/haproxy.cfg"},
                                      {{"CERTIFICATE", folder.path() + "/certificate.pem"}},
                                      Inheritance{.program = installed_program("haproxy", "haproxy")});
  EXPECT_EQ(haproxy.exit_status, 0) << haproxy.standard_error;
  EXPECT_EQ(haproxy.standard_error.find("WARNING"), std::string::npos) << haproxy.standard_error;
}

}  // namespace
}  // namespace sws
