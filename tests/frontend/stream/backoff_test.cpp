#include "frontend/stream/backoff.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, TheCeilingDoublesFromOneSecondToFifteen) {
  Backoff backoff;
  for (const int ceiling : {1000, 2000, 4000, 8000, 15'000, 15'000, 15'000, 15'000}) {
    EXPECT_EQ(backoff.next(UINT32_MAX), milliseconds(ceiling));
  }
  EXPECT_EQ(backoff.attempts(), 8u);
}

TEST(Backoff, NoWaitIsShorterThanHalfASecond) {
  Backoff backoff;
  for (int attempt = 0; attempt < 100; ++attempt) EXPECT_EQ(backoff.next(0), milliseconds(500));
}

TEST(Backoff, RandomnessChoosesUniformlyBetween) {
  Backoff backoff;
  EXPECT_EQ(backoff.next(0x80000000), milliseconds(750));
  EXPECT_EQ(backoff.next(0x40000000), milliseconds(875));
}

TEST(Backoff, BeginsAnewAfterAReset) {
  Backoff backoff;
  for (int attempt = 0; attempt < 5; ++attempt) backoff.next(0);
  backoff.reset();
  EXPECT_EQ(backoff.attempts(), 0u);
  EXPECT_EQ(backoff.next(UINT32_MAX), milliseconds(1000));
}

}  // namespace
}  // namespace sws
