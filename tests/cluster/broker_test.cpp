// Three brokers with JetStream and a producer, of which any may be killed: everything that was acknowledged is
// stored, once.
#include <gtest/gtest.h>

#include "tests/cluster/broker_cluster.hpp"
#include "tests/cluster/crowd.hpp"
#include "tests/cluster/publisher.hpp"

namespace sws {
namespace {

class Brokers : public testing::Test {
 protected:
  void run_until_more_is_acknowledged() {
    const std::uint64_t wanted = publisher_.acknowledged() + 20;
    crowd_.run_until("acknowledgements", [&] { return publisher_.acknowledged() >= wanted; });
  }

  void kill_and_restart(std::size_t broker) {
    brokers_.kill(broker);
    run_until_more_is_acknowledged();
    brokers_.start(broker);
    crowd_.run_until("a healthy broker", [&] { return brokers_.is_healthy(broker); });
    run_until_more_is_acknowledged();
  }

  void expect_each_number_once() {
    publisher_.stop();
    crowd_.run_until("the last acknowledgement", [&] { return publisher_.is_idle(); });
    const std::string stream = Publisher::stream("temperature");
    crowd_.run_until("a leader of the stream", [&] { return brokers_.leader_of(stream).has_value(); });
    EXPECT_EQ(brokers_.messages_of(stream), publisher_.acknowledged());
  }

  Crowd crowd_;
  const Addresses addresses_ = Addresses::on_loopback();
  BrokerCluster brokers_{addresses_};
  Publisher publisher_{crowd_.context(),
                       {brokers_.address(0), brokers_.address(1), brokers_.address(2)},
                       "temperature",
                       std::chrono::milliseconds(20)};
};

TEST_F(Brokers, OfWhichEachIsKilledInTurnStoreEveryNumberOnce) {
  run_until_more_is_acknowledged();
  for (std::size_t broker = 0; broker < BrokerCluster::kBrokers; ++broker) kill_and_restart(broker);
  expect_each_number_once();
}

TEST_F(Brokers, OfWhichTheLeaderIsKilledStoreEveryNumberOnce) {
  run_until_more_is_acknowledged();
  kill_and_restart(brokers_.leader_of(Publisher::stream("temperature")).value());
  expect_each_number_once();
}

TEST_F(Brokers, StoreWhatAKilledProducerRepeatsOnce) {
  for (int i = 0; i < 30; ++i) {
    crowd_.run_until("a number on its way", [&] { return !publisher_.is_idle(); });
    publisher_.cut();
    const std::uint64_t before = publisher_.acknowledged();
    crowd_.run_until("its acknowledgement", [&] { return publisher_.acknowledged() > before; });
  }
  EXPECT_GE(publisher_.repeated(), 1u);
  expect_each_number_once();
}

}  // namespace
}  // namespace sws
