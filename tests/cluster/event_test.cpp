// Viewers of Server-Sent Events behind HAProxy. They reconnect as browsers do, by themselves.
#include "tests/cluster/behind_haproxy.hpp"

namespace sws {
namespace {

TEST(EventStreams, OfKilledNodesGoOnWithTheNextNumber) {
  Cluster cluster;
  Crowd crowd;
  cluster.wait_for_nodes(crowd, Cluster::kNodes);
  crowd.add_event_viewers(50, cluster.page());
  crowd.add_event_viewers(50, cluster.page("dice"), Cluster::kIntervalMs);
  crowd.run_until_all_have_more();
  for (const std::size_t node : {0u, 1u}) {
    cluster.node(node).kill();
    crowd.run_until_all_have_more();
    cluster.node(node).start();
    cluster.wait_for_nodes(crowd, Cluster::kNodes);
  }
  expect_whole(crowd);
}

}  // namespace
}  // namespace sws
