#include "backend/process/watchdog.hpp"

#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

namespace sws {
namespace {

// Two threads that answer when the test tells them to. The test advances time with run_one(), because the
// watchdog's timer and the answers are the only events.
class WatchdogTest : public testing::Test {
 protected:
  WatchdogTest() {
    for (std::size_t i = 0; i < 2; ++i) {
      watchdog_.watch([this, i](std::function<void()> answer) { answers_[i].push_back(std::move(answer)); });
    }
    watchdog_.start();
  }

  void answer(std::size_t thread) {
    ASSERT_FALSE(answers_[thread].empty());
    answers_[thread].front()();
    answers_[thread].erase(answers_[thread].begin());
    context_.poll();
  }

  std::size_t asked(std::size_t thread) const { return answers_[thread].size(); }

  boost::asio::io_context context_;
  int alive_ = 0;
  std::vector<std::function<void()>> answers_[2];  // open questions to each thread
  Watchdog watchdog_{context_, std::chrono::milliseconds(2), [this] { ++alive_; }};
};

TEST_F(WatchdogTest, SaysAliveOnceEachThreadHasAnswered) {
  answer(0);
  EXPECT_EQ(alive_, 0);
  answer(1);
  EXPECT_EQ(alive_, 1);
}

TEST_F(WatchdogTest, AsksAgainTwiceInAnInterval) {
  for (int round = 1; round <= 5; ++round) {
    answer(0);
    answer(1);
    EXPECT_EQ(alive_, round);
    while (asked(0) == 0) context_.run_one();
  }
}

TEST_F(WatchdogTest, IsSilentAsLongAsOneThreadIsStuck) {
  answer(0);
  for (int i = 0; i < 10; ++i) context_.run_one();
  EXPECT_EQ(alive_, 0);
  EXPECT_EQ(asked(0), 0u);  // the other threads are not asked either, because their answers would not matter
  EXPECT_EQ(asked(1), 1u);
}

TEST_F(WatchdogTest, SaysAliveAsSoonAsTheStuckThreadAnswersAfterAll) {
  answer(0);
  for (int i = 0; i < 10; ++i) context_.run_one();
  answer(1);
  EXPECT_EQ(alive_, 1);
}

TEST_F(WatchdogTest, WaitsNoLongerForAThreadThatEnded) {
  answer(0);
  watchdog_.forget(1);
  EXPECT_EQ(alive_, 1);
  while (asked(0) == 0) context_.run_one();
  EXPECT_EQ(asked(1), 1u);  // only the old question, which stays unanswered
  answer(0);
  EXPECT_EQ(alive_, 2);
}

TEST_F(WatchdogTest, LetsTheContextEndOnceStopped) {
  watchdog_.stop();
  EXPECT_LE(context_.run(), 1u);
}

TEST_F(WatchdogTest, LetsTheContextEndIfItsTimerHasFiredAlready) {
  const auto fired = std::chrono::steady_clock::now() + std::chrono::milliseconds(3);
  boost::asio::post(context_, [&] {
    while (std::chrono::steady_clock::now() < fired) continue;
    boost::asio::post(context_, [&] { watchdog_.stop(); });  // behind which the context finds the timer
  });
  context_.run_for(std::chrono::seconds(10));
  EXPECT_TRUE(context_.stopped());
}

}  // namespace
}  // namespace sws
