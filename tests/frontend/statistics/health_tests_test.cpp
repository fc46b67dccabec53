#include "frontend/statistics/health_tests.hpp"

#include <gtest/gtest.h>

#include <set>

#include "shared/key_chain.hpp"
#include "shared/number.hpp"

namespace sws {
namespace {

TEST(HealthTests, RepetitionCutoffsAreThoseOfTheStandard) {
  const struct {
    std::uint64_t values;
    std::uint32_t cutoff;
  } references[] = {{2, 21}, {3, 14}, {4, 11}, {16, 6}, {101, 5}, {256, 4}, {std::uint64_t{1} << 32, 2}};
  for (const auto& [values, cutoff] : references) EXPECT_EQ(RepetitionCountTest(values).cutoff(), cutoff) << values;
}

// The cutoffs for 2, 4, 16 and 256 values are those of the table in SP 800-90B §4.4.2. The others were computed
// with exact fractions.
TEST(HealthTests, ProportionCutoffsAreThoseOfTheStandard) {
  const struct {
    std::uint64_t values;
    std::uint32_t window, cutoff;
  } references[] = {{2, 1024, 589}, {4, 512, 177}, {16, 512, 62},  {256, 512, 13},
                    {3, 512, 223},  {10, 512, 87}, {101, 512, 20}, {1000, 512, 8}};
  for (const auto& [values, window, cutoff] : references) {
    EXPECT_EQ(AdaptiveProportionTest(values).window(), window) << values;
    EXPECT_EQ(AdaptiveProportionTest(values).cutoff(), cutoff) << values;
  }
}

TEST(HealthTests, AStuckSourceIsNoticedAtTheCutoff) {
  RepetitionCountTest test(101);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(test.add(42)) << i;
  EXPECT_FALSE(test.add(42));
  EXPECT_TRUE(test.add(42));  // a run raises only one alarm
  EXPECT_TRUE(test.add(41));
}

TEST(HealthTests, ALopsidedSourceIsNoticedAtTheCutoff) {
  AdaptiveProportionTest test(101);
  int alarms = 0;
  for (int i = 0; i < 512; ++i) {
    const bool fine = test.add(i % 26 == 0 ? 7 : 1000 + i);  // 20 in a window
    EXPECT_EQ(fine, i != 19 * 26) << i;
    alarms += !fine;
  }
  EXPECT_EQ(alarms, 1);
}

// How many alarms a test of 101 values raises when 7 comes at these places and every other number only once.
int alarms_when_7_comes_at(const std::set<int>& places, int numbers) {
  AdaptiveProportionTest test(101);
  int alarms = 0;
  for (int i = 0; i < numbers; ++i) alarms += !test.add(places.contains(i) ? 7 : 1000 + i);
  return alarms;
}

TEST(HealthTests, AWindowIsExactly512NumbersLong) {
  std::set<int> places;
  for (int i = 0; i < 19; ++i) places.insert(i);  // one less than the cutoff
  const auto with = [&places](int place) {
    std::set<int> more = places;
    more.insert(place);
    return more;
  };
  EXPECT_EQ(alarms_when_7_comes_at(with(511), 1024), 1);  // the last number of the first window
  EXPECT_EQ(alarms_when_7_comes_at(with(512), 1024), 0);  // the first number of the second
}

TEST(HealthTests, EachWindowWatchesItsOwnFirstNumber) {
  std::set<int> places;
  for (int i = 0; i < 20; ++i) places.insert(512 + i);
  EXPECT_EQ(alarms_when_7_comes_at(places, 1024), 1);
  for (int i = 0; i < 20; ++i) places.insert(1024 + i);
  EXPECT_EQ(alarms_when_7_comes_at(places, 1536), 2);
}

TEST(HealthTests, EachWindowCountsAnew) {
  AdaptiveProportionTest test(101);
  for (int i = 0; i < 2048; ++i) EXPECT_TRUE(test.add(i % 27 == 0 ? 7 : 1000 + i)) << i;  // 19 in a window
}

TEST(HealthTests, AValueOfAVastRangeMayComeOnce) {
  AdaptiveProportionTest test(std::uint64_t{1} << 32);
  EXPECT_TRUE(test.add(1));
  EXPECT_FALSE(test.add(1));
}

TEST(HealthTests, ARealStreamPasses) {
  HealthTests tests(101);
  KeyChain keys(Seed{1}, StreamId{});
  for (std::uint32_t n = 0; n < 100'000; ++n) tests.add(number_of(keys.key_of(n), {"viewer", 0, 100}, n));
  EXPECT_EQ(tests.repetition_alarms(), 0u);
  EXPECT_EQ(tests.proportion_alarms(), 0u);
}

}  // namespace
}  // namespace sws
