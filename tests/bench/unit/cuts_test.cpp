#include "tests/bench/client/cuts.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

class CutsOfThree : public testing::Test {
 protected:
  CutsOfThree() {
    phase_.from = 10 * kSecond;
    phase_.until = 20 * kSecond;
    settings_.away_ms = 250;
  }

  std::vector<unsigned> due(std::int64_t now) {
    std::vector<unsigned> all;
    while (const auto viewer = cuts_.next_to_cut(now)) all.push_back(*viewer);
    return all;
  }

  Settings settings_;
  Phase phase_;
  Cuts cuts_{settings_, phase_, 3};
};

TEST_F(CutsOfThree, WithoutASettingNobodyIsCut) {
  EXPECT_TRUE(due(15 * kSecond).empty());
}

TEST_F(CutsOfThree, AllAreCutOnceWhenTheMeasurementBegins) {
  settings_.cut_all = true;
  EXPECT_TRUE(due(10 * kSecond - 1).empty());
  EXPECT_EQ(due(10 * kSecond), (std::vector<unsigned>{0, 1, 2}));
  EXPECT_TRUE(due(15 * kSecond).empty());
}

TEST_F(CutsOfThree, EachIsCutOnceInEveryPeriodWhileMeasuring) {
  settings_.cut_every_ms = 3000;
  EXPECT_TRUE(due(10 * kSecond).empty());
  EXPECT_EQ(due(12 * kSecond), (std::vector<unsigned>{0, 1}));
  EXPECT_EQ(due(14 * kSecond), (std::vector<unsigned>{2, 0}));
  EXPECT_TRUE(due(20 * kSecond).empty());
}

TEST_F(CutsOfThree, AViewerComesBackOnceItWasAwayLongEnough) {
  cuts_.cut(2, 10 * kSecond);
  EXPECT_FALSE(cuts_.next_to_return(10 * kSecond + 249 * kMillisecond));
  EXPECT_EQ(cuts_.next_to_return(10 * kSecond + 250 * kMillisecond), 2u);
  EXPECT_FALSE(cuts_.next_to_return(11 * kSecond));
}

}  // namespace
}  // namespace sws::bench
