#include "tests/bench/client/report.hpp"

#include <gtest/gtest.h>

#include <array>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

class DeliveryReport : public testing::Test {
 protected:
  DeliveryReport() {
    settings_.viewers = 5;
    settings_.channels = 2;  // c0 has three viewers, c1 has two
    seen_.from = 100;
    seen_.until = 200;
  }

  void delivered(std::size_t n, std::int64_t written, std::int64_t last, unsigned receipts) {
    deliveries_[n].written = written;
    deliveries_[n].last = last;
    deliveries_[n].receipts = receipts;
  }

  std::int64_t count(const char* name) {
    return report(settings_, seen_, results_, deliveries_).at("delivery").at(name).to_number<std::int64_t>();
  }

  Settings settings_;
  Observation seen_;
  std::array<ProcessResults, 1> results_;
  std::array<Delivery, 4> deliveries_;
};

TEST_F(DeliveryReport, CountsTheNumbersThatWereWrittenWhileMeasuring) {
  delivered(0, 99, 150, 3);
  delivered(1, 100, 150, 2);
  delivered(2, 199, 300, 3);
  delivered(3, 200, 300, 2);
  EXPECT_EQ(count("written"), 2);
  EXPECT_EQ(count("complete"), 2);
}

TEST_F(DeliveryReport, ANumberIsCompleteWhenAllViewersOfItsChannelHaveIt) {
  delivered(0, 100, 150, 2);
  delivered(1, 100, 100 + 3 * kMillisecond, 2);
  EXPECT_EQ(count("written"), 2);
  EXPECT_EQ(count("complete"), 1);
  const auto whole = report(settings_, seen_, results_, deliveries_);
  EXPECT_DOUBLE_EQ(whole.at("delivery").at("last").at("max_ms").as_double(), 3);
}

TEST_F(DeliveryReport, WithoutAProducerThereIsNone) {
  EXPECT_FALSE(report(settings_, seen_, results_).contains("delivery"));
}

}  // namespace
}  // namespace sws::bench
