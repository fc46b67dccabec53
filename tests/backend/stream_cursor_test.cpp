#include "backend/stream_cursor.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using std::chrono::milliseconds;

TEST(StreamCursor, ANumberIsDueAtItsTimeAndNotBefore) {
  const SteadyTime start{milliseconds(1000)};
  StreamCursor cursor(start, milliseconds(100), 3);
  EXPECT_TRUE(cursor.is_due(start));
  cursor.advance();
  EXPECT_EQ(cursor.due(), start + milliseconds(100));
  EXPECT_FALSE(cursor.is_due(start + milliseconds(99)));
  EXPECT_TRUE(cursor.is_due(start + milliseconds(100)));
}

TEST(StreamCursor, NothingIsDueAfterTheLastNumber) {
  const SteadyTime start{milliseconds(1000)};
  StreamCursor cursor(start, milliseconds(100), 1);
  cursor.advance();
  EXPECT_TRUE(cursor.finished());
  EXPECT_FALSE(cursor.is_due(start + std::chrono::hours(1)));
}

TEST(StreamCursor, TheLongestStreamDoesNotOverflow) {
  StreamCursor cursor(SteadyTime(), milliseconds(3'600'000), 1'000'000);
  for (int n = 0; n < 999'999; ++n) cursor.advance();
  EXPECT_EQ(cursor.due(), SteadyTime() + std::chrono::hours(999'999));
}

}  // namespace
}  // namespace sws
