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
  Deployment() : cluster_(GetParam(), {"--log-level", "debug", "--access-secret-file", secret_.path()}, 1) {
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

  std::string token() const {
    const Outcome issued = run_to_exit({"--access-secret-file", secret_.path(), "--issue-access", "60"});
    return issued.standard_output.substr(0, issued.standard_output.find('\n'));
  }

  SecretFile secret_;
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
    viewer->send("GET /ws/some_url/?access=" + token() +
                 " HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                 origin + "\r\n");
    EXPECT_EQ(viewer->receive_response().result_int(), 101u);
    EXPECT_TRUE(viewer->receive_frame().payload.starts_with("{\"message\": "));
  }
}

// A proxy that gathers what comes would hand these over when it has 4 kB, a minute later.
TEST_P(Deployment, PassesEventsOnAsTheyCome) {
  EventClient viewer(plain(), request("GET /events/some_url/?access=" + token()));
  ASSERT_EQ(viewer.status(), 200u);
  const std::string first = viewer.next().id, second = viewer.next().id;
  EXPECT_NE(first, second);
}

// The claim is dropped, and what the balancer knows is passed on.
TEST_P(Deployment, TellsTheNodeTheAddressOfAViewerWhateverTheViewerClaims) {
  const auto stranger = plain();
  stranger->send(upgrade_request("/ws/some_url/",
                                 "X-Forwarded-For: 203.0.113.7\r\nForwarded: for=203.0.113.8\r\n"
                                 "Origin: http://example.org\r\n"));
  EXPECT_EQ(stranger->receive_response().result_int(), 403u);
  const std::string line = "refused_peer address=";
  wait_until("the address in the log", [&] { return cluster_.node(0).log().find(line) != std::string::npos; });
  EXPECT_NE(cluster_.node(0).log().find(line + "\"127.0.0.1\""), std::string::npos) << cluster_.node(0).log();
}

// Over http the browser would drop a cookie that is for https only.
TEST_P(Deployment, TellsTheNodeWhetherAViewerUsesTlsWhateverTheViewerClaims) {
  const std::string access = token();
  const auto cookie = [&](const std::unique_ptr<RawConnection>& connection, const std::string& claim) {
    connection->send(request("GET /?access=" + access, "X-Forwarded-Proto: " + claim + "\r\n"));
    return std::string(connection->receive_response()["Set-Cookie"]);
  };
  const std::string over_http = cookie(plain(), "https"), over_https = cookie(over_tls(), "http");
  EXPECT_FALSE(over_http.empty());
  EXPECT_EQ(over_http.find("; Secure"), std::string::npos);
  EXPECT_NE(over_https.find("; Secure"), std::string::npos);
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
  for (const std::string configuration : {"haproxy.cfg", "haproxy-passthrough.cfg"}) {
    const Outcome haproxy = run_to_exit({"-c", "-f", SIMPLEWEBSOCKET_SOURCE_DIR "/backend/deploy/" + configuration},
                                        {{"CERTIFICATE", folder.path() + "/certificate.pem"}},
                                        Inheritance{.program = installed_program("haproxy", "haproxy")});
    EXPECT_EQ(haproxy.exit_status, 0) << configuration << haproxy.standard_error;
    EXPECT_EQ(haproxy.standard_error.find("WARNING"), std::string::npos) << configuration << haproxy.standard_error;
  }
}

}  // namespace
}  // namespace sws
