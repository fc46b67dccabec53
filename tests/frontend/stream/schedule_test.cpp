#include "frontend/stream/schedule.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

class ScheduleTest : public testing::Test {
 protected:
  static constexpr Moment kBegin = 1h;

  ScheduleTest() { schedule_.begin(0, kBegin, 1000ms); }

  // Number n comes so long after its place.
  void take(std::uint64_t n, Moment late, bool alone = true) {
    schedule_.take(n, alone, kBegin + static_cast<std::int64_t>(n) * Moment(1s) + late);
  }

  Schedule schedule_;
};

TEST_F(ScheduleTest, KnowsWhenNumbersAreDueAtTheEarliest) {
  EXPECT_EQ(schedule_.due(0), kBegin);
  EXPECT_EQ(schedule_.due(7), kBegin + 7s);
  schedule_.begin(5, 2h, 10ms);
  EXPECT_EQ(schedule_.due(7), kBegin + 7s) << "it has begun";
}

TEST_F(ScheduleTest, NumbersOfASharedChannelCountFromTheFirstOne) {
  Schedule schedule;
  EXPECT_FALSE(schedule.has_begun());
  schedule.take(1'764'000'000, true, kBegin);
  schedule.begin(1'764'000'001, kBegin, 3'600'000ms);
  EXPECT_EQ(schedule.due(1'764'000'001), kBegin);
  EXPECT_EQ(schedule.due(1'764'000'003), kBegin + 2h);
  schedule.take(1'764'000'000, true, kBegin - 1h);  // of which nothing is known
  EXPECT_EQ(schedule.ahead(), 0s);
  EXPECT_GT(schedule.due(UINT64_MAX), kBegin + 24h * 365 * 1000) << "no overflow";
}

TEST_F(ScheduleTest, LateNumbersSayNothingOfAClockWhateverFollows) {
  take(0, 5s);
  take(1, 4s);
  take(2, 3s);
  take(3, 20ms);
  schedule_.connected();
  take(9, 1s, false);
  take(10, 0s);
  EXPECT_EQ(schedule_.ahead(), 0s);
}

TEST_F(ScheduleTest, NumbersThatComeEarlyOverAnotherConnectionAreSentByAClockThatIsAhead) {
  take(0, 50ms);
  schedule_.connected();
  take(5, -2'950ms, false);
  EXPECT_EQ(schedule_.ahead(), 2'950ms);
  take(6, -2'960ms);
  take(7, -2'800ms);
  EXPECT_EQ(schedule_.ahead(), 2'950ms) << "the sentence about it stays";
  schedule_.connected();
  take(100, -10min, false);
  EXPECT_EQ(schedule_.ahead(), 10min);
}

TEST_F(ScheduleTest, ADifferenceThatNtpAllowsIsNotReported) {
  take(0, 50ms);
  schedule_.connected();
  take(5, -999ms, false);
  take(6, -1s);
  EXPECT_EQ(schedule_.ahead(), 0s);
  schedule_.connected();
  take(8, -1'001ms);
  EXPECT_EQ(schedule_.ahead(), 1'001ms);
}

// The page's clock is slow by 50 µs a second.
TEST_F(ScheduleTest, ASlowClockOfThePageIsNotTakenForAFastOneOfAServer) {
  for (std::uint64_t n = 0; n < 100'000; ++n) take(n, 20ms - static_cast<std::int64_t>(n) * Moment(50));
  EXPECT_EQ(schedule_.ahead(), 0s);
  EXPECT_LT(schedule_.due(100'000), kBegin + 100'000s - 4s);
}

TEST_F(ScheduleTest, ASleepInWhichTheConnectionSurvivesIsNotTakenForAWrongClock) {
  take(0, 50ms);
  for (std::uint64_t n = 1; n < 3'600; ++n) take(n, -static_cast<std::int64_t>(n) * Moment(1s));
  take(3'600, -1h);
  schedule_.connected();
  take(3'700, -1h, false);
  EXPECT_EQ(schedule_.ahead(), 0s);
}

}  // namespace
}  // namespace sws
