#include "backend/channel/nats_acks.hpp"

#include <gtest/gtest.h>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Result = boost::system::result<LogRange, NotTaken>;

constexpr LogId kLog = {7};

class NatsAcksTest : public testing::Test {
 protected:
  std::uint64_t await(std::size_t messages) {
    const auto number = acks_.await(kLog, messages, clock_.steady() + 5s,
                                    [this](const Result& result) { results_.push_back(result); });
    EXPECT_TRUE(number);
    return number.value_or(0);
  }
  void confirm(std::uint64_t push, std::uint64_t position) {
    acks_.on_answer(push, "{\"stream\":\"s\",\"seq\":" + std::to_string(position) + "}");
  }

  ManualClock clock_;
  NatsAcks acks_;
  std::vector<Result> results_;
};

TEST_F(NatsAcksTest, APushIsStoredWhenAllOfItsMessagesAre) {
  const std::uint64_t one = await(1), three = await(3);
  confirm(three, 12);
  confirm(three, 10);
  EXPECT_TRUE(results_.empty());
  confirm(one, 11);
  confirm(three, 14);
  ASSERT_EQ(results_.size(), 2u);
  EXPECT_EQ(*results_[0], (LogRange{kLog, 11, 12}));
  EXPECT_EQ(*results_[1], (LogRange{kLog, 10, 15}));
}

TEST_F(NatsAcksTest, APushIsUncertainIfOneOfItsMessagesIsNotStored) {
  const std::uint64_t push = await(2);
  confirm(push, 1);
  acks_.on_answer(push, R"({"error":{"code":503,"description":"insufficient resources"}})");
  ASSERT_EQ(results_.size(), 1u);
  EXPECT_EQ(results_[0].error(), NotTaken::uncertain);
  confirm(push, 2);
  EXPECT_EQ(results_.size(), 1u);
}

TEST_F(NatsAcksTest, APushIsUncertainAtItsDeadlineAndWhenTheBrokerIsLost) {
  await(1);
  clock_.advance(4s);
  await(1);
  acks_.fail_overdue(clock_.steady());
  EXPECT_TRUE(results_.empty());
  clock_.advance(1s);
  acks_.fail_overdue(clock_.steady());
  EXPECT_EQ(results_.size(), 1u);
  acks_.fail_all();
  EXPECT_EQ(results_.size(), 2u);
  acks_.fail_all();
  EXPECT_EQ(results_.size(), 2u);
}

TEST_F(NatsAcksTest, NoMoreMessagesWaitThanMemoryIsThereFor) {
  const std::uint64_t push = await(NatsAcks::kMostMessages);
  EXPECT_FALSE(acks_.await(kLog, 1, clock_.steady(), [](const Result&) {}));
  acks_.fail(push);
  EXPECT_TRUE(acks_.await(kLog, 1, clock_.steady(), [](const Result&) {}));
}

}  // namespace
}  // namespace sws
