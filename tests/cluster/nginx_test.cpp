// The same behind nginx, which has no health checks: it finds out with each connection which nodes are there.
#include <gtest/gtest.h>

#include "shared/close_code.hpp"
#include "tests/cluster/cluster.hpp"
#include "tests/cluster/nginx.hpp"

namespace sws {
namespace {

class BehindNginx : public testing::Test {
 protected:
  static constexpr std::size_t kViewers = 300;

  BehindNginx() {
    crowd_.add(kViewers, nodes_.page(), Cluster::random());
    crowd_.run_until_all_have_more();
  }

  Cluster nodes_{Cluster::Balancer::nginx};
  Crowd crowd_;
};

TEST_F(BehindNginx, KillsLoseNothingAndLeaveNoNodeOut) {
  for (const std::size_t node : {0u, 1u, 2u, 0u, 1u, 2u}) {
    crowd_.fault_is_made();
    nodes_.node(node).kill();
    crowd_.run_until_all_have_more();
    nodes_.node(node).start();
  }
  EXPECT_EQ(crowd_.tally().refusals[502], 0u);
  expect_whole(crowd_);
}

TEST_F(BehindNginx, ADrainSaysGoodbyeToEveryViewerAndLosesNothing) {
  nodes_.node(0).drain();
  crowd_.run_until("the end of a node", [&] { return !nodes_.node(0).is_running(); });
  nodes_.node(0).expect_orderly_end();
  crowd_.run_until_all_have_more();
  EXPECT_GE(crowd_.tally().closes[static_cast<std::uint16_t>(CloseCode::going_away)], kViewers / 4);
  EXPECT_EQ(crowd_.tally().closes[static_cast<std::uint16_t>(CloseCode::abnormal)], 0u);
  expect_whole(crowd_);
}

TEST_F(BehindNginx, AReloadCutsNobody) {
  nodes_.nginx().reload();
  crowd_.run_for(std::chrono::seconds(1));
  crowd_.add(20, nodes_.page(), Cluster::random());
  crowd_.run_until_all_have_more();
  EXPECT_TRUE(crowd_.tally().closes.empty());
  expect_whole(crowd_);
}

}  // namespace
}  // namespace sws
