#include "frontend/stream/backoff.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, TheFirstAttemptComesWithinAQuarterOfASecond) {
  EXPECT_EQ(Backoff().next(0), milliseconds(50));
  EXPECT_EQ(Backoff().next(UINT32_MAX), milliseconds(250));
}

TEST(Backoff, ThenTheCeilingDoublesFromOneSecondToFifteen) {
  Backoff backoff;
  backoff.next(0);
  for (const int ceiling : {1000, 2000, 4000, 8000, 15'000, 15'000, 15'000, 15'000}) {
    EXPECT_EQ(backoff.next(UINT32_MAX), milliseconds(ceiling));
  }
  EXPECT_EQ(backoff.attempts(), 9u);
}

TEST(Backoff, NoOtherWaitIsShorterThanHalfASecond) {
  Backoff backoff;
  backoff.next(0);
  for (int attempt = 0; attempt < 100; ++attempt) EXPECT_EQ(backoff.next(0), milliseconds(500));
}

TEST(Backoff, TheLongestWaitStaysFifteenSecondsHoweverManyAttemptsFail) {
  Backoff longest, middle;
  for (int attempt = 0; attempt < 200; ++attempt) {
    const milliseconds wait = longest.next(UINT32_MAX);
    const milliseconds middle_wait = middle.next(UINT32_MAX / 2);
    if (attempt < 5) continue;  // the ceiling still grows
    EXPECT_EQ(wait, milliseconds(15'000)) << attempt;
    EXPECT_EQ(middle_wait, milliseconds(7750)) << attempt;
  }
  EXPECT_EQ(longest.attempts(), 200u);
}

TEST(Backoff, RandomnessChoosesUniformlyBetween) {
  Backoff backoff;
  EXPECT_EQ(backoff.next(0x80000000), milliseconds(150));
  EXPECT_EQ(backoff.next(0x80000000), milliseconds(750));
}

TEST(Backoff, AServerThatAskedForAWaitGetsNoQuickAttempt) {
  Backoff backoff;
  EXPECT_EQ(backoff.spread(UINT32_MAX), milliseconds(1000));
  EXPECT_EQ(backoff.attempts(), 1u);
  EXPECT_EQ(backoff.next(UINT32_MAX), milliseconds(2000));
}

TEST(Backoff, BeginsAnewAfterAReset) {
  Backoff backoff;
  for (int attempt = 0; attempt < 5; ++attempt) backoff.next(0);
  backoff.reset();
  EXPECT_EQ(backoff.attempts(), 0u);
  EXPECT_EQ(backoff.next(UINT32_MAX), milliseconds(250));
}

}  // namespace
}  // namespace sws
