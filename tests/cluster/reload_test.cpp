// HAProxy takes a new configuration, as an operator does it with `systemctl reload haproxy`.
#include "tests/cluster/behind_haproxy.hpp"

namespace sws {
namespace {

class HaproxyReloads : public BehindHaproxy {};

TEST_F(HaproxyReloads, CutNobodyAndRefuseNobody) {
  for (int i = 0; i < 3; ++i) {
    cluster_.haproxy().reload();
    crowd_.add(20, cluster_.page(), Cluster::random());
    crowd_.run_until_all_have_more();
  }
  EXPECT_TRUE(crowd_.tally().closes.empty());
  EXPECT_TRUE(crowd_.tally().refusals.empty());
  expect_whole(crowd_);
}

// The viewers of the old process lose their connections with the node, and come back through the new one.
TEST_F(HaproxyReloads, BeforeAKillOfANodeLoseNothing) {
  cluster_.haproxy().reload();
  cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
  crowd_.fault_is_made();
  cluster_.node(0).kill();
  crowd_.run_until_all_have_more();
  EXPECT_GE(crowd_.tally().recoveries.size(), kViewers / 4);
  expect_whole(crowd_);
}

}  // namespace
}  // namespace sws
