#include "backend/channel/stream_cursor.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using std::chrono::milliseconds;

const SteadyTime kStart{milliseconds(1000)};

StreamParameters every_100_ms(std::uint32_t count) {
  return {.interval_ms = 100, .count = count};
}

TEST(StreamCursor, ANumberIsDueAtItsTimeAndNotBefore) {
  StreamCursor cursor(kStart, every_100_ms(3));
  EXPECT_EQ(cursor.overdue(kStart - milliseconds(1)), 0U);
  EXPECT_EQ(cursor.overdue(kStart), 1U);
  cursor.advance();
  EXPECT_EQ(cursor.due(), kStart + milliseconds(100));
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(99)), 0U);
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(100)), 1U);
}

TEST(StreamCursor, CountsTheNumbersThatFellBehindUpToTheEnd) {
  StreamCursor cursor(kStart, every_100_ms(10));
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(350)), 4U);
  cursor.advance(2);
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(350)), 2U);
  EXPECT_EQ(cursor.overdue(kStart + std::chrono::hours(1)), 8U);
}

TEST(StreamCursor, NothingIsDueAfterTheLastNumber) {
  StreamCursor cursor(kStart, every_100_ms(1));
  cursor.advance();
  EXPECT_TRUE(cursor.finished());
  EXPECT_EQ(cursor.overdue(kStart + std::chrono::hours(1)), 0U);
  EXPECT_EQ(cursor.due(), kStart);
}

TEST(StreamCursor, AViewerThatClaimsToHaveNumbersThatAreNotDueWaitsForTheNext) {
  const StreamCursor cursor(kStart, every_100_ms(10), 5);
  EXPECT_EQ(cursor.due(), kStart + milliseconds(500));
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(499)), 0U);
  EXPECT_EQ(cursor.overdue(kStart + milliseconds(500)), 1U);
}

TEST(StreamCursor, TheLongestStreamDoesNotOverflow) {
  StreamCursor cursor(SteadyTime(), {.interval_ms = 3'600'000, .count = 1'000'000}, 999'999);
  EXPECT_EQ(cursor.due(), SteadyTime() + std::chrono::hours(999'999));
  EXPECT_EQ(cursor.overdue(SteadyTime() + std::chrono::hours(999'999)), 1U);
}

}  // namespace
}  // namespace sws
