#include "backend/channel/block_cache.hpp"

#include <gtest/gtest.h>

#include "tests/backend/process/manual_calls.hpp"

namespace sws {
namespace {

constexpr LogId kLog = {7}, kOtherLog = {8};

class BlockCacheTest : public testing::Test {
 protected:
  BlockCacheTest() {
    auto calls = std::make_unique<ManualCalls>();
    calls_ = calls.get();
    cache_.emplace(std::move(calls), [this](const LogId&, std::uint64_t first) -> LogArchive::Block {
      if (!can_read_) return nullptr;
      auto block = std::make_shared<SampleWindow>(LogArchive::kBlockPositions);
      block->begin_at(first);
      block->skip_to(std::min(first + LogArchive::kBlockPositions, end_));
      return block;
    });
  }

  void fetch(std::uint64_t seq, const LogId& log = kLog) {
    cache_->fetch(log, seq, [this](bool is_here) { answers_.push_back(is_here); });
  }
  void fetch_now(std::uint64_t seq, const LogId& log = kLog) {
    fetch(seq, log);
    while (calls_->run_one()) {
    }
  }

  ManualCalls* calls_;
  std::optional<BlockCache> cache_;
  bool can_read_ = true;
  std::uint64_t end_ = 1'000'000;  // of the log
  std::vector<bool> answers_;
};

TEST_F(BlockCacheTest, HasABlockOnceItWasRead) {
  EXPECT_EQ(cache_->find(kLog, 600), nullptr);
  fetch(600);
  EXPECT_TRUE(answers_.empty());
  calls_->run_one();
  EXPECT_EQ(answers_, std::vector<bool>{true});
  for (const std::uint64_t seq : {512u, 600u, 1'023u}) ASSERT_TRUE(cache_->find(kLog, seq)) << seq;
  EXPECT_EQ(cache_->find(kLog, 600)->next(), 1'024u);
  EXPECT_EQ(cache_->find(kLog, 511), nullptr);
  EXPECT_EQ(cache_->find(kLog, 1'024), nullptr);
  EXPECT_EQ(cache_->find(kOtherLog, 600), nullptr);
}

TEST_F(BlockCacheTest, ReadsABlockOnceForAllWhoWaitForIt) {
  for (int i = 0; i < 100; ++i) fetch(512 + static_cast<std::uint64_t>(i));
  fetch(0);
  EXPECT_EQ(calls_->waiting(), 2u);
  calls_->run_one();
  EXPECT_EQ(answers_, std::vector<bool>(100, true));
}

TEST_F(BlockCacheTest, SaysWhenABlockCannotBeHad) {
  can_read_ = false;
  fetch_now(5);
  EXPECT_EQ(answers_, std::vector<bool>{false});
  EXPECT_EQ(cache_->find(kLog, 5), nullptr);
  can_read_ = true;
  fetch_now(5);
  EXPECT_EQ(answers_, (std::vector<bool>{false, true}));
  EXPECT_TRUE(cache_->find(kLog, 5));
}

TEST_F(BlockCacheTest, ReadsTheNewestBlockAgainWhenItHasGrown) {
  end_ = 100;
  fetch_now(5);
  EXPECT_TRUE(cache_->find(kLog, 99));
  EXPECT_EQ(cache_->find(kLog, 100), nullptr);
  end_ = 200;
  fetch_now(100);
  EXPECT_TRUE(cache_->find(kLog, 100));
}

TEST_F(BlockCacheTest, ForgetsTheBlockThatWasNotUsedForTheLongestTime) {
  const auto block = [](std::size_t number) { return number * LogArchive::kBlockPositions; };
  for (std::size_t i = 0; i < BlockCache::kMostBlocks; ++i) fetch_now(block(i));
  EXPECT_TRUE(cache_->find(kLog, block(0)));
  fetch_now(block(BlockCache::kMostBlocks));
  EXPECT_TRUE(cache_->find(kLog, block(0)));
  EXPECT_EQ(cache_->find(kLog, block(1)), nullptr);
  EXPECT_TRUE(cache_->find(kLog, block(2)));
}

}  // namespace
}  // namespace sws
