// HAProxy with haproxy-passthrough.cfg: it reads nothing of what viewers say, and names them in PROXY headers.
#include <gtest/gtest.h>

#include "shared/close_code.hpp"
#include "tests/cluster/cluster.hpp"
#include "tests/integration/tls_connection.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

class BehindPassthrough : public testing::Test {
 protected:
  static constexpr std::size_t kViewers = 100;

  BehindPassthrough() {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.add(kViewers, cluster_.page(), Cluster::random());
    crowd_.run_until_all_have_more();
  }

  Cluster cluster_{Cluster::Balancer::haproxy_passthrough, {"--drain-delay", "2"}};  // longer than two checks
  Crowd crowd_;
};

TEST_F(BehindPassthrough, KillsLoseNothing) {
  for (const std::size_t node : {0u, 1u, 2u}) {
    crowd_.fault_is_made();
    cluster_.node(node).kill();
    crowd_.run_until_all_have_more();
    cluster_.node(node).start();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
  }
  expect_whole(crowd_);
}

TEST_F(BehindPassthrough, ADrainSaysGoodbyeToEveryViewerAndRefusesNobody) {
  const auto goodbyes = [&] { return crowd_.tally().closes[static_cast<std::uint16_t>(CloseCode::going_away)]; };
  cluster_.node(0).drain();
  cluster_.wait_for_nodes(crowd_, Cluster::kNodes - 1);
  EXPECT_EQ(goodbyes(), 0u) << "the node stopped to accept before HAProxy knew";
  crowd_.run_until("the end of a node", [&] { return !cluster_.node(0).is_running(); });
  cluster_.node(0).expect_orderly_end();
  crowd_.run_until_all_have_more();
  EXPECT_GE(goodbyes(), kViewers / 4);
  EXPECT_EQ(crowd_.tally().closes[static_cast<std::uint16_t>(CloseCode::abnormal)], 0u);
  EXPECT_TRUE(crowd_.tally().refusals.empty());
  expect_whole(crowd_);
}

// One node, which holds the certificate.
class TlsThroughHaproxy : public testing::Test {
 protected:
  TlsThroughHaproxy() {
    wait_until("HAProxy's use of the node", [&] { return cluster_.haproxy().nodes_up() == 1; });
  }

  std::unique_ptr<TlsConnection> viewer_from(std::string_view source) const {
    return std::make_unique<TlsConnection>(
        kBalancerPort,
        TlsClient{.root_file = authority_.root_file(), .address = cluster_.page().host, .source = source});
  }
  std::unique_ptr<TlsConnection> upgraded_from(std::string_view source, unsigned status) const {
    auto viewer = viewer_from(source);
    viewer->send(upgrade_request());
    EXPECT_EQ(viewer->receive_response().result_int(), status) << source;
    return viewer;
  }

  TestAuthority authority_;
  TlsFiles files_ = authority_.issue();
  Cluster cluster_{Cluster::Balancer::haproxy_passthrough,
                   {"--log-level", "debug", "--max-connections-per-address", "1", "--tls-certificate",
                    files_.certificate, "--tls-key", files_.key},
                   1};
};

TEST_F(TlsThroughHaproxy, EachClientHasTheLimitsOfItsOwnAddress) {
  const auto first = upgraded_from("127.9.9.1", 101), second = upgraded_from("127.9.9.1", 429);
  const auto other = upgraded_from("127.9.9.2", 101);
}

TEST_F(TlsThroughHaproxy, TheLogNamesTheClientAndNotTheProxy) {
  const auto visitor = viewer_from("127.9.9.1");
  visitor->send(request("GET /nothing"));
  EXPECT_EQ(visitor->receive_response().result_int(), 404u);
  const auto has = [&](const std::string& text) { return cluster_.node(0).log().find(text) != std::string::npos; };
  wait_until("the address in the log", [&] { return has("refused_peer address=\"127.9.9.1\""); });
  EXPECT_FALSE(has("refused_peer address=\"127.0.0.1\"")) << cluster_.node(0).log();
}

// One has succeeded, or HAProxy would not use the node.
TEST_F(TlsThroughHaproxy, ItsHealthChecksAreNoFaults) {
  const auto refusals = [&](const std::string& reason) {
    return cluster_.node(0).metric("simplewebsocket_refusals_total{reason=\"" + reason + "\"}");
  };
  EXPECT_EQ(refusals("bad_proxy_header"), 0);
  EXPECT_EQ(refusals("tls_failed"), 0);
}

}  // namespace
}  // namespace sws
