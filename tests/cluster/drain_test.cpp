// Nodes are told to stop, as an update does it, one after the other. HAProxy hears of it from /readyz.
#include "tests/cluster/behind_haproxy.hpp"

namespace sws {
namespace {

class Drains : public BehindHaproxy {
 protected:
  Drains() : BehindHaproxy({"--drain-delay", "2"}) {}  // longer than two checks
};

TEST_F(Drains, OfOneNodeAfterTheOtherSayGoodbyeToEveryViewerAndLoseNothing) {
  for (std::size_t i = 0; i < Cluster::kNodes; ++i) {
    Node& node = cluster_.node(i);
    const std::uint64_t goodbyes = closes(CloseCode::going_away);
    node.drain();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes - 1);
    EXPECT_EQ(closes(CloseCode::going_away), goodbyes) << "the node stopped to accept before HAProxy knew";
    crowd_.run_until("the end of a node", [&] { return !node.is_running(); });
    node.expect_orderly_end();
    crowd_.run_until_all_have_more();
    node.start();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
  }
  EXPECT_GE(closes(CloseCode::going_away), kViewers / 2);
  EXPECT_EQ(closes(CloseCode::abnormal), 0u);
  EXPECT_TRUE(crowd_.tally().refusals.empty());
  expect_whole(crowd_);
}

// The balancer has not noticed, and the node accepts nobody any more: HAProxy goes to another one.
TEST(DrainsWithoutDelay, RefuseNobodyEither) {
  Cluster hasty({"--drain-delay", "0", "--drain-period", "0"});
  Crowd crowd;
  hasty.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.add(100, hasty.page(), Cluster::random());
  crowd.run_until_all_have_more();
  crowd.cut_every(std::chrono::milliseconds(500));
  for (std::size_t i = 0; i < Cluster::kNodes; ++i) {
    hasty.node(i).drain();
    crowd.run_until("the end of a node", [&] { return !hasty.node(i).is_running(); });
    hasty.node(i).start();
    hasty.wait_for_nodes(crowd, Cluster::kNodes);
  }
  crowd.stop_cutting();
  crowd.run_until_all_have_more();
  expect_whole(crowd);
}

}  // namespace
}  // namespace sws
