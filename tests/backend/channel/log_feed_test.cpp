#include "backend/channel/log_feed.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using Batch = std::shared_ptr<const SampleBatch>;

class LogFeedTest : public testing::Test {
 protected:
  LogFeedTest() {
    for (auto& batches : workers_) {
      feed_.add_worker([&batches](Batch batch) { batches.push_back(std::move(batch)); });
    }
  }

  bool append(std::size_t count) {
    return feed_.append(std::vector<Sample>(count, Sample{1, 2}), [this](std::uint64_t first, std::uint64_t next) {
      done_.push_back({first, next});
    });
  }

  using Range = std::pair<std::uint64_t, std::uint64_t>;

  ManualClock clock_;
  std::vector<Range> done_;  // outlives the batches, which add to it when they go
  std::vector<Batch> workers_[2];
  LogFeed feed_{"temperature", LogId{1}, clock_};
};

TEST_F(LogFeedTest, NumbersTheSamplesAndHandsThemToEveryWorker) {
  EXPECT_TRUE(append(2));
  EXPECT_TRUE(append(1));
  for (const auto& batches : workers_) {
    ASSERT_EQ(batches.size(), 2u);
    EXPECT_EQ(batches[0]->first, 0u);
    EXPECT_EQ(batches[0]->samples.size(), 2u);
    EXPECT_EQ(batches[1]->first, 2u);
    EXPECT_FALSE(batches[1]->ends_log);
  }
  EXPECT_EQ(feed_.received(), 3u);
}

TEST_F(LogFeedTest, SaysWhenEveryWorkerHasThem) {
  append(2);
  append(3);
  workers_[0].clear();
  EXPECT_TRUE(done_.empty());
  workers_[1].erase(workers_[1].begin());
  EXPECT_EQ(done_, (std::vector<Range>{{0, 2}}));
  workers_[1].clear();
  EXPECT_EQ(done_, (std::vector<Range>{{0, 2}, {2, 5}}));
}

TEST_F(LogFeedTest, TakesNoMoreThanTheWorkersCanTake) {
  for (unsigned i = 0; i < LogFeed::kBatchesUnderWay; ++i) EXPECT_TRUE(append(1));
  EXPECT_FALSE(append(1));
  EXPECT_EQ(feed_.received(), LogFeed::kBatchesUnderWay);
  for (auto& batches : workers_) batches.erase(batches.begin());
  EXPECT_TRUE(append(1));
}

TEST_F(LogFeedTest, TakesNoMoreThanItsRateInASecond) {
  EXPECT_TRUE(append(LogFeed::kSamplesPerSecond));
  EXPECT_FALSE(append(1));
  clock_.advance(std::chrono::milliseconds(500));
  EXPECT_FALSE(append(LogFeed::kSamplesPerSecond));
  EXPECT_TRUE(append(LogFeed::kSamplesPerSecond / 2));
}

TEST_F(LogFeedTest, TakesNothingBehindItsEnd) {
  append(2);
  feed_.end();
  feed_.end();
  EXPECT_TRUE(feed_.has_ended());
  EXPECT_FALSE(append(1));
  ASSERT_EQ(workers_[0].size(), 2u);
  EXPECT_TRUE(workers_[0][1]->ends_log);
  EXPECT_EQ(workers_[0][1]->first, 2u);
}

TEST_F(LogFeedTest, HandsOnTheLogAndThePositionsOfABroker) {
  LogFeed feed("temperature", std::nullopt, clock_);
  std::vector<Batch> batches;
  feed.add_worker([&batches](Batch batch) { batches.push_back(std::move(batch)); });
  EXPECT_EQ(feed.log(), std::nullopt);
  feed.begin(LogId{2}, 17, 5);
  EXPECT_EQ(feed.log(), LogId{2});
  EXPECT_TRUE(feed.append_at(20, {Sample{1, 2}}, 6));
  EXPECT_TRUE(feed.append_at(30, {}, 7));
  ASSERT_EQ(batches.size(), 3u);
  EXPECT_EQ(batches[0]->begins_log, LogId{2});
  EXPECT_EQ(batches[0]->first, 17u);
  EXPECT_EQ(batches[0]->oldest, 5u);
  EXPECT_EQ(batches[1]->begins_log, std::nullopt);
  EXPECT_EQ(batches[1]->first, 20u);
  EXPECT_EQ(batches[1]->samples.size(), 1u);
  EXPECT_EQ(batches[2]->first, 30u);
  EXPECT_EQ(batches[2]->oldest, 7u);
  EXPECT_EQ(feed.received(), 1u);
}

TEST_F(LogFeedTest, SaysOnceThatTheBrokerIsAwayAndWithEveryBatchMeanwhile) {
  feed_.set_source(true);
  EXPECT_TRUE(workers_[0].empty());
  feed_.set_source(false);
  feed_.set_source(false);
  append(1);
  feed_.set_source(true);
  std::vector<bool> states;
  for (const Batch& batch : workers_[0]) states.push_back(batch->has_source);
  EXPECT_EQ(states, (std::vector<bool>{false, false, true}));
}

TEST_F(LogFeedTest, AnswersAPushWithItsPlaceInTheLog) {
  std::optional<LogRange> stored;
  const auto push = [&](std::size_t count) {
    return feed_.push(std::vector<Sample>(count, Sample{1, 2}), "", [&](const auto& range) { stored = *range; });
  };
  EXPECT_EQ(push(2), std::nullopt);
  for (auto& batches : workers_) batches.clear();
  EXPECT_EQ(stored, (LogRange{LogId{1}, 0, 2}));
  EXPECT_EQ(push(LogFeed::kSamplesPerSecond), NotTaken::too_fast);
}

TEST_F(LogFeedTest, MayBeGoneBeforeItsLastBatch) {
  std::optional<LogFeed> feed(std::in_place, "short", LogId{}, clock_);
  Batch last;
  feed->add_worker([&](Batch batch) { last = std::move(batch); });
  bool is_done = false;
  feed->append({Sample{1, 2}}, [&](std::uint64_t, std::uint64_t) { is_done = true; });
  feed.reset();
  EXPECT_FALSE(is_done);
  last.reset();
  EXPECT_TRUE(is_done);
}

}  // namespace
}  // namespace sws
