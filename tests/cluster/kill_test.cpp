// Nodes are killed behind HAProxy, and the viewers notice nothing but a pause.
#include "tests/cluster/behind_haproxy.hpp"

namespace sws {
namespace {

class Kills : public BehindHaproxy {};

TEST_F(Kills, OfOneNodeAfterTheOtherLoseRepeatAndHurryNothing) {
  for (const std::size_t node : {0u, 1u, 2u, 0u, 1u}) {
    crowd_.fault_is_made();
    cluster_.node(node).kill();
    crowd_.run_until_all_have_more();
    cluster_.node(node).start();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
  }
  expect_whole(crowd_);
  EXPECT_GE(crowd_.tally().recoveries.size(), kViewers);
}

TEST_F(Kills, OfAllNodesAtOnceEndNoStream) {
  crowd_.fault_is_made();
  for (std::size_t node = 0; node < Cluster::kNodes; ++node) cluster_.node(node).kill();
  crowd_.run_for(std::chrono::seconds(1));
  for (std::size_t node = 0; node < Cluster::kNodes; ++node) cluster_.node(node).start();
  crowd_.run_until_all_have_more(std::chrono::seconds(60));
  expect_whole(crowd_);
  EXPECT_EQ(crowd_.tally().recoveries.size(), crowd_.size());
}

// Two nodes that held nobody take over all viewers of the third at once.
TEST(KillOfTheOnlyNode, LeavesItsViewersToNodesThatHaveJustCome) {
  Cluster cluster({}, 1);
  Crowd crowd;
  cluster.wait_for_nodes(crowd, 1);
  crowd.add(500, cluster.page(), Cluster::random());
  crowd.run_until_all_have_more();
  cluster.node(1).start();
  cluster.node(2).start();
  cluster.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.fault_is_made();
  cluster.node(0).kill();
  crowd.run_until_all_have_more();
  expect_whole(crowd);
  EXPECT_EQ(crowd.tally().recoveries.size(), crowd.size());
}

TEST(CutsOfAllConnections, EveryTwoSecondsLoseNothing) {
  Cluster cluster;
  Crowd crowd;
  cluster.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.add(100, cluster.page(), Cluster::random());
  crowd.run_until_all_have_more();
  crowd.cut_every(std::chrono::seconds(2));
  crowd.run_for(std::chrono::seconds(8));
  crowd.stop_cutting();
  crowd.run_until_all_have_more();
  EXPECT_GE(crowd.tally().closes[static_cast<std::uint16_t>(CloseCode::abnormal)], 3 * crowd.size());
  expect_whole(crowd);
}

}  // namespace
}  // namespace sws
