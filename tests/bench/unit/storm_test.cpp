#include <gtest/gtest.h>

#include <numeric>

#include "tests/bench/storm/simulation.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

std::uint64_t sum(const std::vector<std::uint32_t>& series) {
  return std::accumulate(series.begin(), series.end(), std::uint64_t{0});
}

StormSettings of(std::uint32_t viewers) {
  StormSettings settings;
  settings.viewers = viewers;
  return settings;
}

void one_worker(StormSettings& settings, double handshakes_per_second, std::uint32_t backlog) {
  settings.cluster.nodes = settings.cluster.workers = 1;
  settings.cluster.handshakes_per_second = handshakes_per_second;
  settings.cluster.backlog = backlog;
}

StormReport storm(const StormSettings& settings) {
  return StormSimulation(settings).run();
}

TEST(Storm, OfFewViewersIsOverWithTheFirstAttempt) {
  const StormReport report = storm(of(100));
  ASSERT_EQ(report.times.size(), 100u);
  // The first wait, the connection's and the resumption's round trip.
  EXPECT_GE(report.times.front(), 50ms + 2 * 40ms);
  EXPECT_LE(report.times.back(), 250ms + 2 * 40ms + 100ms);
  EXPECT_EQ(sum(report.tried), 100u);
  EXPECT_EQ(report.unanswered, 0u);
  EXPECT_EQ(report.in_vain, 0u);
}

TEST(Storm, EverybodyComesBackToFewServersAndNoFasterThanTheyCan) {
  StormSettings settings = of(20'000);
  one_worker(settings, 2'000, 1'000);
  const StormReport report = storm(settings);
  ASSERT_EQ(report.times.size(), 20'000u);
  EXPECT_GE(report.times.back(), 10s);
  EXPECT_GT(report.unanswered, 0u);
  for (const std::uint32_t served : report.served) EXPECT_LE(served, 201u);
}

TEST(Storm, WorkIsDoneInVainWhenTheQueueIsLongerThanThePagesPatience) {
  StormSettings settings = of(20'000);
  one_worker(settings, 1'000, 20'000);
  EXPECT_GT(storm(settings).in_vain, 0u);
}

TEST(Storm, ADeadNodeThatIsStillTriedCostsSomeViewersASecondAttempt) {
  StormSettings settings = of(1'000);
  settings.cluster.nodes = 1;
  settings.cluster.notice = 1s;
  const StormReport report = storm(settings);
  ASSERT_EQ(report.times.size(), 1'000u);
  EXPECT_GT(sum(report.tried), 1'400u);
  EXPECT_GE(report.times.back(), 500ms);
}

TEST(Storm, TheSameSeedGivesTheSameStorm) {
  StormSettings settings = of(1'000);
  const StormReport first = storm(settings);
  EXPECT_EQ(storm(settings).times, first.times);
  settings.seed = 2;
  EXPECT_NE(storm(settings).times, first.times);
}

}  // namespace
}  // namespace sws
