// Nodes are stopped and continued, as a machine is that is out of memory or whose image is being moved: the kernel
// still acknowledges what is sent to them, but they say nothing.
#include "tests/cluster/behind_haproxy.hpp"

namespace sws {
namespace {

using std::chrono::seconds;

class Freezes : public BehindHaproxy {
 protected:
  Freezes() : BehindHaproxy({"--peer-timeout", "2"}) {}

  void freeze_for(seconds time) {
    crowd_.fault_is_made();
    cluster_.node(0).freeze();
    crowd_.run_for(time);
    cluster_.node(0).thaw();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.run_until_all_have_more();
  }
};

TEST_F(Freezes, ShorterThanThePeerTimeoutCutNobody) {
  freeze_for(seconds(1));
  EXPECT_TRUE(crowd_.tally().closes.empty());
  expect_whole(crowd_);
}

// The node must not blame its viewers for the time in which it did not look.
TEST_F(Freezes, LongerThanThePeerTimeoutCutNobody) {
  freeze_for(seconds(4));
  EXPECT_TRUE(crowd_.tally().closes.empty());
  expect_whole(crowd_);
}

// Pages give a silent connection up after three intervals and five seconds.
TEST_F(Freezes, LongerThanThePagesWaitMoveTheViewersToOtherNodes) {
  freeze_for(seconds(8));
  EXPECT_GE(crowd_.tally().recoveries.size(), kViewers / 4);
  expect_whole(crowd_);
  crowd_.run_for(seconds(1));
  EXPECT_EQ(cluster_.node(0).metric("simplewebsocket_connections"), 0);
}

}  // namespace
}  // namespace sws
