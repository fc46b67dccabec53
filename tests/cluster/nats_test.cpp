// A channel whose numbers come through three brokers, on three nodes behind HAProxy. Nodes, brokers and the
// producer are killed, and every viewer still gets every number that the stream acknowledged.
#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <vector>

#include "tests/cluster/broker_cluster.hpp"
#include "tests/cluster/cluster.hpp"
#include "tests/cluster/publisher.hpp"
#include "tests/cluster/report.hpp"

namespace sws {
namespace {

constexpr const char* kChannel = "temperature";

class NatsChannel : public testing::Test {
 protected:
  NatsChannel() {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.run_until("the first numbers", [&] { return publisher_.acknowledged() > 10; });
    crowd_.add(100, cluster_.page(kChannel), {Watched::Source::received});
    crowd_.add_event_viewers(50, cluster_.page(kChannel));
    crowd_.run_until_all_have_more();
  }

  static std::string joined(const std::vector<std::string>& urls) {
    return urls[0] + "," + urls[1] + "," + urls[2];
  }

  void kill_and_restart_node(std::size_t node) {
    crowd_.fault_is_made();
    cluster_.node(node).kill();
    crowd_.run_until_all_have_more();
    cluster_.node(node).start();
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.run_until_all_have_more();
  }

  void kill_and_restart_broker(std::size_t broker) {
    constexpr std::chrono::seconds kElection{60};  // on a busy machine
    brokers_.kill(broker);
    crowd_.run_until_all_have_more(kElection);
    brokers_.start(broker);
    crowd_.run_until(
        "a healthy broker", [&] { return brokers_.is_healthy(broker); }, kElection);
    crowd_.run_until_all_have_more(kElection);
  }

  void expect_every_number_at_every_viewer() {
    publisher_.stop();
    crowd_.run_until("the last acknowledgement", [&] { return publisher_.is_idle(); });
    const auto last = static_cast<double>(publisher_.acknowledged() - 1);
    crowd_.run_until("the last number at every viewer", [&] { return crowd_.have_all_up_to(last); });
    crowd_.stop();
    std::cout << summary_of(crowd_.tally());
    EXPECT_TRUE(crowd_.tally().is_whole());
  }

  Crowd crowd_;
  BrokerCluster brokers_{Addresses::on_loopback()};
  Publisher publisher_{crowd_.context(),
                       {brokers_.address(0), brokers_.address(1), brokers_.address(2)},
                       kChannel,
                       std::chrono::milliseconds(50)};
  Cluster cluster_{
      {"--channel", std::string(kChannel) + "=nats", "--nats", joined(brokers_.urls()), "--nats-replicas", "3"}};
};

TEST_F(NatsChannel, OfNodesThatAreKilledIsWholeAtEveryViewer) {
  for (const std::size_t node : {0u, 1u, 2u}) kill_and_restart_node(node);
  expect_every_number_at_every_viewer();
}

TEST_F(NatsChannel, OfBrokersThatAreKilledInTurnIsWholeAtEveryViewer) {
  const std::size_t leader = brokers_.leader_of(Publisher::stream(kChannel)).value();
  for (std::size_t i = 0; i < BrokerCluster::kBrokers; ++i) {
    kill_and_restart_broker((leader + i) % BrokerCluster::kBrokers);
  }
  expect_every_number_at_every_viewer();
}

TEST_F(NatsChannel, OfAProducerThatIsKilledIsWholeAtEveryViewer) {
  for (int i = 0; i < 10; ++i) {
    crowd_.run_until("a number on its way", [&] { return !publisher_.is_idle(); });
    publisher_.cut();
    crowd_.run_until_all_have_more();
  }
  expect_every_number_at_every_viewer();
}

}  // namespace
}  // namespace sws
