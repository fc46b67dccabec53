#include "backend/channel/stream_start.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kNow{1h};
constexpr WallTime kWallNow{1'700'000'000s + 250us};
constexpr std::int64_t kNowMs = 1'700'000'000'000;
constexpr StreamParameters kLongest{0, 100, Limits().max_interval_ms, Limits().max_count};
constexpr std::int64_t kLongestMs = 3'600'000'000'000;
constexpr std::chrono::seconds kWindow{3'600};
constexpr std::int64_t kWindowMs = 3'600'000;

TEST(StreamStart, IsAsFarFromNowOnBothClocks) {
  EXPECT_EQ(steady_start(kNowMs, kNow, kWallNow), kNow - 250us);
  EXPECT_EQ(steady_start(kNowMs - 10'000, kNow, kWallNow), kNow - 10s - 250us);
  EXPECT_EQ(steady_start(kNowMs + 10'000, kNow, kWallNow), kNow + 10s - 250us);
  EXPECT_EQ(steady_start(kNowMs - kLongestMs, kNow, kWallNow),
            kNow - std::chrono::milliseconds(kLongestMs) - 250us);
}

TEST(StreamStart, OfBeforeTheEpochIsAsFarFromNowToo) {
  EXPECT_EQ(steady_start(-5'000, kNow, WallTime(-2s)), kNow - 3s);
  EXPECT_EQ(steady_start(-5'000, kNow, WallTime(-2s - 1us)), kNow - 3s + 1us);
}

TEST(StreamStart, FartherAwayThanTheClockCountsIsPutAtTheFarthestPlace) {
  EXPECT_EQ(steady_start(kMaxStartMs, kNow, kWallNow), kNow + kFarthestStart - 250us);
  EXPECT_EQ(steady_start(-kMaxStartMs, kNow, kWallNow), kNow - kFarthestStart - 250us);
}

// The schedule rounds up to its slots, and the last number is due an interval before the end.
TEST(StreamStart, LeavesRoomOnTheClockForTheLongestStream) {
  const auto farthest = steady_start(kMaxStartMs, SteadyTime(24h * 365 * 10), kWallNow);
  EXPECT_LT(farthest, SteadyTime::max() - std::chrono::milliseconds(kLongestMs) - 24h);
}

TEST(StreamExpiry, ComesWhenTheWindowBehindTheLastNumberHasPassed) {
  const StreamParameters two{0, 100, 1000, 2};
  const WallTime expiry{std::chrono::milliseconds(kNowMs) + 2s + kWindow};
  EXPECT_FALSE(has_expired(kNowMs, two, kWindow, expiry - 1ns));
  EXPECT_FALSE(has_expired(kNowMs, two, kWindow, expiry));
  EXPECT_TRUE(has_expired(kNowMs, two, kWindow, expiry + 1ns));
}

TEST(StreamExpiry, OfTheLongestStreamIsExact) {
  const std::int64_t start = kNowMs - kLongestMs - kWindowMs;
  EXPECT_FALSE(has_expired(start, kLongest, kWindow, WallTime(std::chrono::milliseconds(kNowMs))));
  EXPECT_TRUE(has_expired(start - 1, kLongest, kWindow, WallTime(std::chrono::milliseconds(kNowMs))));
}

TEST(StreamExpiry, IsRightAtTheBoundsOfTheProtocol) {
  EXPECT_TRUE(has_expired(-kMaxStartMs, kLongest, kWindow, kWallNow));
  EXPECT_FALSE(has_expired(kMaxStartMs, kLongest, kWindow, kWallNow));
  EXPECT_FALSE(has_expired(kMaxStartMs, kLongest, 604'800s, WallTime::max() - 1h));
  EXPECT_TRUE(has_expired(-kMaxStartMs, kLongest, 604'800s, WallTime::min() + 1h));
}

}  // namespace
}  // namespace sws
