// A producer that is killed again and again: what was acknowledged is stored once. nats_test.cpp kills the brokers.
#include <gtest/gtest.h>

#include "tests/cluster/broker_cluster.hpp"
#include "tests/cluster/crowd.hpp"
#include "tests/cluster/publisher.hpp"

namespace sws {
namespace {

class Brokers : public testing::Test {
 protected:
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
