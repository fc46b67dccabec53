// Nodes are killed behind HAProxy, and the viewers notice nothing but a pause.
#include <gtest/gtest.h>

#include "tests/cluster/cluster.hpp"

namespace sws {
namespace {

constexpr std::size_t kViewers = 300;

class Kills : public testing::Test {
 protected:
  void SetUp() override {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.add(kViewers, cluster_.page(), Cluster::random());
    crowd_.add(kViewers / 10, cluster_.page("dice"), Cluster::shared());
    crowd_.run_until_all_have_more();
  }

  void kill_and_restart(std::size_t node) {
    crowd_.fault_is_made();
    cluster_.node(node).kill();
    crowd_.run_until_all_have_more();
    cluster_.node(node).start();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
  }

  Cluster cluster_;
  Crowd crowd_;
};

TEST_F(Kills, OfOneNodeAfterTheOtherLoseRepeatAndHurryNothing) {
  for (std::size_t node : {0u, 1u, 2u, 0u, 1u}) kill_and_restart(node);
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
  EXPECT_GE(crowd_.tally().recoveries.size(), kViewers);
}

}  // namespace
}  // namespace sws
