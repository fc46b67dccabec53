#include "backend/process/call_thread.hpp"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace sws {
namespace {

using namespace std::chrono_literals;

class CallThreadTest : public testing::Test {
 protected:
  void SetUp() override { thread_.start(); }

  std::shared_ptr<AwaitedCall<int>> start(std::function<int()> call) {
    return AwaitedCall<int>::start(thread_, context_.get_executor(), std::move(call),
                                   [this](std::optional<int> result) {
                                     results_.push_back(result);
                                     done_on_ = std::this_thread::get_id();
                                   });
  }

  void wait_for_a_result() { ASSERT_EQ(context_.run_one_for(60s), 1U); }

  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  std::vector<std::optional<int>> results_;
  std::thread::id done_on_;
  CallThread thread_;
};

TEST_F(CallThreadTest, RunsCallsInTheirOrderAndHandsTheResultsToTheExecutor) {
  std::thread::id ran_on;
  const auto first = start([&] {
    ran_on = std::this_thread::get_id();
    return 1;
  });
  const auto second = start([] { return 2; });
  wait_for_a_result();
  wait_for_a_result();
  EXPECT_EQ(results_, (std::vector<std::optional<int>>{1, 2}));
  EXPECT_EQ(done_on_, std::this_thread::get_id());
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST_F(CallThreadTest, ACancelledCallIsDoneAtOnceEvenIfItHangs) {
  std::promise<void> begun, go_on;
  const auto hangs = start([&] {
    begun.set_value();
    go_on.get_future().wait();
    return 1;
  });
  begun.get_future().wait();
  bool ran = false;
  const auto waits = start([&ran] {
    ran = true;
    return 2;
  });
  hangs->cancel();
  waits->cancel();
  hangs->cancel();
  wait_for_a_result();
  wait_for_a_result();
  EXPECT_EQ(results_, (std::vector<std::optional<int>>{std::nullopt, std::nullopt}));
  go_on.set_value();
  const auto later = start([] { return 3; });
  while (results_.size() < 3) wait_for_a_result();
  EXPECT_EQ(results_.back(), 3);
  EXPECT_EQ(results_.size(), 3U);  // the late result of the first call is dropped
  EXPECT_FALSE(ran);
  const auto after = later;
  after->cancel();
  EXPECT_EQ(context_.poll(), 0U);
}

TEST_F(CallThreadTest, StopsWithoutWaitingForACallThatHangs) {
  auto begun = std::make_shared<std::promise<void>>();
  auto go_on = std::make_shared<std::promise<void>>();
  const auto hangs = start([begun, go_on] {
    begun->set_value();
    go_on->get_future().wait();
    return 1;
  });
  begun->get_future().wait();
  thread_.stop();
  go_on->set_value();
  EXPECT_EQ(context_.poll(), 0U);
  EXPECT_TRUE(results_.empty());
}

}  // namespace
}  // namespace sws
