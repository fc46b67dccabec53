#include <gtest/gtest.h>

#include "frontend/chart/axis.hpp"

namespace sws {
namespace {

constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::int64_t kNoon = 1'764'158'400'000;  // 2025-11-26 12:00 UTC

std::string labels(std::int64_t first, std::int64_t last, std::size_t most, std::int64_t offset = 0) {
  std::string all;
  for (const Tick& tick : time_ticks(first, last, offset, most)) all += (all.empty() ? "" : " ") + tick.label;
  return all;
}

TEST(TimeAxisTest, TicksStandAtFullTimes) {
  EXPECT_EQ(labels(kNoon - 10 * kMinute, kNoon, 6), "11:50 11:52 11:54 11:56 11:58 12:00");
  EXPECT_EQ(labels(kNoon + 1, kNoon + 10 * kMinute, 6), "12:02 12:04 12:06 12:08 12:10");
  EXPECT_EQ(labels(kNoon - 10 * kMinute, kNoon, 3), "11:50 11:55 12:00");
  const auto ticks = time_ticks(kNoon - 10 * kMinute, kNoon, 0, 3);
  EXPECT_EQ(ticks[0].at, 0);
  EXPECT_EQ(ticks[1].at, 0.5f);
  EXPECT_EQ(ticks[2].at, 1);
}

TEST(TimeAxisTest, AShortTimeHasSeconds) {
  EXPECT_EQ(labels(kNoon, kNoon + 10'000, 3), "12:00:00 12:00:05 12:00:10");
  EXPECT_EQ(labels(kNoon, kNoon + 1'000, 3), "12:00:00 12:00:01");
}

TEST(TimeAxisTest, TheTimesAreLocal) {
  EXPECT_EQ(labels(kNoon, kNoon + 20 * kMinute, 3, -3 * kHour - kHour / 2), "08:30 08:40 08:50");
  EXPECT_EQ(labels(kNoon, kNoon + 4 * kHour, 3, 5 * kHour + kHour * 3 / 4), "18:00 20:00");
  EXPECT_EQ(time_of_day(kNoon + 90'500, kHour), "13:01:30");
}

TEST(TimeAxisTest, MidnightSaysTheDay) {
  EXPECT_EQ(labels(kNoon, kNoon + kDay, 5), "12:00 18:00 11-27 06:00 12:00");
  EXPECT_EQ(labels(kNoon, kNoon + kDay, 5, 2 * kHour), "18:00 11-27 06:00 12:00");
  EXPECT_EQ(labels(kNoon, kNoon + 3 * kDay, 4), "11-27 11-28 11-29");
}

TEST(TimeAxisTest, AYearHasFewTicksToo) {
  for (const std::size_t most : {1u, 2u, 5u}) {
    EXPECT_LE(time_ticks(kNoon, kNoon + 365 * kDay, 0, most).size(), most);
    EXPECT_GE(time_ticks(kNoon, kNoon + 365 * kDay, 0, most).size(), 1u);
  }
}

std::string ago(std::int64_t span, std::size_t most, bool is_now = true) {
  std::string all;
  for (const Tick& tick : ago_ticks(span, most, is_now)) all += (all.empty() ? "" : ", ") + tick.label;
  return all;
}

TEST(TimeAxisTest, ALiveAxisCountsBackFromNow) {
  EXPECT_EQ(ago(2 * kMinute, 2), "2 min ago, now");
  EXPECT_EQ(ago(2 * kMinute, 4), "2 min ago, 1 min ago, now");
  EXPECT_EQ(ago(2 * kMinute, 6), "2 min ago, 90 s ago, 1 min ago, 30 s ago, now");
  EXPECT_EQ(ago(3000, 4), "3 s ago, 2 s ago, 1 s ago, now");
  EXPECT_EQ(ago(2000, 6), "2 s ago, 1.5 s ago, 1 s ago, 0.5 s ago, now");
  EXPECT_EQ(ago(590, 4), "0.4 s ago, 0.2 s ago, now");
  EXPECT_EQ(ago(10, 4), "now");
  EXPECT_EQ(ago(59 * kHour, 4), "2 days ago, 1 day ago, now");
  EXPECT_EQ(ago(10 * kHour, 4), "9 h ago, 6 h ago, 3 h ago, now");
  const auto ticks = ago_ticks(10 * kHour, 4, true);
  EXPECT_EQ(ticks.front().at, 0.1f);
  EXPECT_EQ(ticks.back().at, 1);
}

TEST(TimeAxisTest, AnAxisThatStandsStillCountsBackFromItsLastNumber) {
  EXPECT_EQ(ago(2 * kMinute, 4, false), "2 min before, 1 min before, last number");
}

TEST(TimeAxisTest, FilesHaveTheTimeOfTheStandard) {
  EXPECT_EQ(iso_time(kNoon + 123), "2025-11-26T12:00:00.123Z");
  EXPECT_EQ(iso_time(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso_time(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(iso_time(951'782'400'000), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(iso_time(4'107'542'400'000), "2100-03-01T00:00:00.000Z");
  EXPECT_EQ(iso_time(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace sws
