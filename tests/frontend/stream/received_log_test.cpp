#include "frontend/stream/received_log.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

constexpr LogId kLog{1}, kOtherLog{2};

LogNumbers run(std::uint64_t seq, std::size_t count) {
  return {seq, std::vector<Sample>(count, {21.5, 1000})};
}

TEST(ReceivedLogTest, NumbersFollowEachOtherFromWhereTheServerStarts) {
  ReceivedLog log;
  EXPECT_FALSE(log.has_begun());
  log.begin({"a", kLog, 634});
  EXPECT_TRUE(log.has_begun());
  EXPECT_EQ(log.next(), 634u);
  EXPECT_EQ(log.sequence_break(634), std::nullopt);
  EXPECT_EQ(log.sequence_break(633), "number 634 arrived, but number 635 is due");
  log.append(run(634, 2));
  EXPECT_EQ(log.next(), 636u);
  EXPECT_EQ(log.samples()[1].seq, 635u);
  EXPECT_FALSE(log.samples()[0].is_behind_gap);
  EXPECT_EQ(log.gap_within(100), "");
}

TEST(ReceivedLogTest, TheFirstNumberOfABrokersLogIsNumberOne) {
  ReceivedLog log;
  log.set_origin(1);
  log.begin({"a", kLog, 1});
  EXPECT_EQ(log.sequence_break(2), "number 2 arrived, but number 1 is due");
  log.append(run(1, 2));
  EXPECT_EQ(log.samples()[0].seq, 0u);
  EXPECT_EQ(log.next(), 3u);  // the position with which the stream is resumed is the broker's
  log.skip({3, 5});
  EXPECT_EQ(log.gap_within(2), "numbers 3 to 4 are no longer available");
}

TEST(ReceivedLogTest, AGapIsKeptWithTheNumberBehindIt) {
  ReceivedLog log;
  log.begin({"a", kLog, 15});
  log.append(run(15, 2));
  log.skip({17, 120});
  EXPECT_EQ(log.gap_within(2), "numbers 18 to 120 are no longer available");
  EXPECT_EQ(log.next(), 120u);
  log.append(run(120, 2));
  EXPECT_TRUE(log.samples()[2].is_behind_gap);
  EXPECT_FALSE(log.samples()[3].is_behind_gap);
  EXPECT_EQ(log.samples()[2].seq, 120u);
}

TEST(ReceivedLogTest, AGapIsSaidForAsLongAsItIsInSight) {
  ReceivedLog log;
  log.begin({"a", kLog, 0});
  log.append(run(0, 5));
  log.skip({5, 6});
  EXPECT_EQ(log.gap_within(3), "number 6 is no longer available");
  log.append(run(6, 2));
  EXPECT_EQ(log.gap_within(3), "number 6 is no longer available");
  log.append(run(8, 1));
  EXPECT_EQ(log.gap_within(3), "");
}

TEST(ReceivedLogTest, ALaterStartIsAGapToo) {
  ReceivedLog log;
  log.begin({"a", kLog, 0});
  log.append(run(0, 1));
  log.begin({"a", kLog, 3});
  EXPECT_EQ(log.gap_within(1), "numbers 2 to 3 are no longer available");
  log.append(run(3, 1));
  EXPECT_TRUE(log.samples()[1].is_behind_gap);
}

TEST(ReceivedLogTest, ANewLogIsSaid) {
  for (const LogStarted& started : {LogStarted{"a", kOtherLog, 5}, LogStarted{"a", kLog, 2}}) {
    ReceivedLog log;
    log.begin({"a", kLog, 0});
    log.append(run(0, 5));
    log.begin(started);
    EXPECT_EQ(log.gap_within(5), "the server started over, so some numbers may be missing");
    EXPECT_EQ(log.id(), started.log);
    log.append(run(started.next, 1));
    EXPECT_EQ(log.samples()[5].seq, started.next);
    EXPECT_TRUE(log.samples()[5].is_behind_gap);
  }
}

TEST(ReceivedLogTest, GoingOnWithTheNextNumberLeavesNoGap) {
  ReceivedLog log;
  log.begin({"a", kLog, 0});
  log.append(run(0, 5));
  log.begin({"a", kLog, 5});
  EXPECT_EQ(log.gap_within(5), "");
  log.append(run(5, 1));
  EXPECT_FALSE(log.samples()[5].is_behind_gap);
}

TEST(ReceivedLogTest, TheOldestNumbersAreDropped) {
  ReceivedLog log;
  log.begin({"a", kLog, 0});
  for (std::uint64_t seq = 0; seq < 2 * ReceivedLog::kMostSamples; seq += 500) log.append(run(seq, 500));
  EXPECT_EQ(log.count(), 2 * ReceivedLog::kMostSamples);
  EXPECT_GE(log.samples().size(), ReceivedLog::kMostSamples);
  EXPECT_LE(log.samples().size(), ReceivedLog::kMostSamples * 6 / 5);
  EXPECT_EQ(log.samples().back().seq, log.next() - 1);
}

}  // namespace
}  // namespace sws
