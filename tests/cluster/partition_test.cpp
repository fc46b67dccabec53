// Nodes are hosts of their own, and the network between a node and the balancer loses packets. Nobody closes a
// connection then: the balancer's checks, the node's --peer-timeout and the page's own patience have to find out.
#include <gtest/gtest.h>

#include <optional>

#include "tests/cluster/cluster.hpp"
#include "tests/cluster/virtual_network.hpp"

namespace sws {
namespace {

using Lost = VirtualNetwork::Lost;
using std::chrono::seconds;

class Partition : public testing::TestWithParam<Lost> {
 protected:
  static constexpr std::size_t kViewers = 300;

  void SetUp() override {
    const std::string why = VirtualNetwork::why_impossible();
    if (!why.empty()) GTEST_SKIP() << "this machine allows no network namespaces: " << why;
    network_.emplace(Cluster::kNodes);
    cluster_.emplace(*network_, Arguments{"--peer-timeout", "3"});
    cluster_->wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.add(kViewers, cluster_->page(), Cluster::random());
    crowd_.run_until_all_have_more();
  }

  void partition_for(seconds time) {
    crowd_.fault_is_made();
    network_->partition(0, GetParam());
    crowd_.run_for(time);
    if (time > seconds(5)) crowd_.run_until_all_have_more();  // without that node
    network_->heal(0);
    cluster_->wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.run_until_all_have_more();
  }

  double connections_of_node() { return cluster_->node(0).metric("simplewebsocket_connections"); }

  std::optional<VirtualNetwork> network_;
  std::optional<Cluster> cluster_;
  Crowd crowd_;
};

TEST_P(Partition, OfASecondCutsNobody) {
  partition_for(seconds(1));
  EXPECT_TRUE(crowd_.tally().closes.empty());
  expect_whole(crowd_);
}

TEST_P(Partition, LongerThanThePagesWaitMovesTheViewersToOtherNodes) {
  partition_for(seconds(6));
  EXPECT_GE(crowd_.tally().recoveries.size(), kViewers / 4);
  expect_whole(crowd_);
  crowd_.run_until("the end of the lost connections", [&] { return connections_of_node() == 0; });
}

INSTANTIATE_TEST_SUITE_P(Of, Partition, testing::Values(Lost::both, Lost::from_node, Lost::to_node),
                         [](const auto& tested) {
                           switch (tested.param) {
                             case Lost::from_node:
                               return "PacketsFromTheNode";
                             case Lost::to_node:
                               return "PacketsToTheNode";
                             default:
                               return "AllPackets";
                           }
                         });

}  // namespace
}  // namespace sws
