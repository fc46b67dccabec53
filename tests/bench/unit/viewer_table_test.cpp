#include "tests/bench/million/viewer_table.hpp"

#include <gtest/gtest.h>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

constexpr int kViewer = 7;

class ManyViewers : public testing::Test {
 protected:
  ManyViewers() { table_.set_state(kViewer, ViewerTable::State::streaming); }

  ViewerTable table_{10, 20'000, 1'000};
};

TEST_F(ManyViewers, WhoIsServedInEveryIntervalMissesNothing) {
  for (const std::uint32_t now : {500u, 20'500u, 40'900u, 60'400u}) table_.served(kViewer, now, true);
  const ViewerTable::Verdict verdict = table_.verdict(80'400);
  EXPECT_EQ(verdict.viewers, 1u);
  EXPECT_EQ(verdict.unserved, 0u);
  EXPECT_EQ(verdict.missing, 0u);
  EXPECT_EQ(table_.late(), 0u);
  EXPECT_EQ(table_.jitter().max(), 500 * kMillisecond);
}

TEST_F(ManyViewers, ANumberThatDidNotComeIsMissing) {
  table_.served(kViewer, 500, true);
  table_.served(kViewer, 40'500, true);
  EXPECT_EQ(table_.verdict(41'400).missing, 0u);  // the third one is due since less than the tolerance
  EXPECT_EQ(table_.verdict(41'500).missing, 1u);
  EXPECT_EQ(table_.late(), 1u);
}

TEST_F(ManyViewers, WhoWaitsLongerThanAnIntervalIsUnserved) {
  table_.served(kViewer, 500, true);
  EXPECT_EQ(table_.verdict(21'500).unserved, 0u);
  EXPECT_EQ(table_.verdict(21'501).unserved, 1u);
}

TEST_F(ManyViewers, WhoWasNeverServedIsUnserved) {
  EXPECT_EQ(table_.verdict(1).unserved, 1u);
}

TEST_F(ManyViewers, GapsBeforeTheMeasurementAreNotJudged) {
  table_.served(kViewer, 0, false);
  table_.served(kViewer, 50'000, false);
  EXPECT_EQ(table_.late(), 0u);
  EXPECT_EQ(table_.jitter().count(), 0u);
}

TEST_F(ManyViewers, AConnectionThatIsNoMoreIsNotJudged) {
  table_.served(kViewer, 500, true);
  table_.forget(kViewer);
  EXPECT_EQ(table_.verdict(90'000).viewers, 0u);
  EXPECT_EQ(table_.verdict(90'000).missing, 0u);
}

}  // namespace
}  // namespace sws::bench
