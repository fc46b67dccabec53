#include "backend/loop/roll_call.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// Two threads that answer when the test tells them to, and an asker whose loop the test turns.
class RollCallTest : public testing::Test {
 protected:
  RollCallTest() {
    for (std::size_t i = 0; i < 2; ++i) {
      roll_call_.add("worker " + std::to_string(i + 1),
                     [this, i](std::function<void()> answer) { asked_[i].push_back(std::move(answer)); });
    }
  }

  RollCall::Question ask() {
    return roll_call_.ask([this] { ++answered_; });
  }

  void answer(std::size_t thread) {
    ASSERT_FALSE(asked_[thread].empty());
    std::exchange(asked_[thread], {}).front()();
    turn();
  }

  void turn() {
    while (!posted_.empty()) {
      const auto call = std::move(posted_.front());
      posted_.pop_front();
      call();
    }
  }

  ManualClock clock_;
  std::deque<std::function<void()>> posted_;
  std::vector<std::function<void()>> asked_[2];
  int answered_ = 0;
  RollCall roll_call_{clock_, [this](std::function<void()> call) { posted_.push_back(std::move(call)); }};
};

TEST_F(RollCallTest, IsAnsweredOnceEachThreadHasAnswered) {
  const auto question = ask();
  answer(1);
  EXPECT_EQ(answered_, 0);
  answer(0);
  EXPECT_EQ(answered_, 1);
  turn();
  EXPECT_EQ(answered_, 1);
}

TEST_F(RollCallTest, SaysWhoOwesAnAnswerAndForHowLong) {
  const auto question = ask();
  answer(0);
  clock_.advance(14'900ms);
  EXPECT_EQ(roll_call_.silence(), "worker 2 has not answered for 14 s");
  const auto other = ask();
  clock_.advance(2s);
  EXPECT_EQ(roll_call_.silence(), "worker 1 has not answered for 2 s; worker 2 has not answered for 16 s");
  answer(1);
  answer(0);
  EXPECT_EQ(roll_call_.silence(), "");
}

TEST_F(RollCallTest, TellsTheSilenceOfOneThreadWithoutAnybodyWaiting) {
  EXPECT_EQ(roll_call_.silence_of(0), 0s);
  roll_call_.ask();
  answer(0);
  clock_.advance(2500ms);
  EXPECT_EQ(roll_call_.silence_of(0), 0s);
  EXPECT_EQ(roll_call_.silence_of(1), 2500ms);
  roll_call_.forget(1);
  EXPECT_EQ(roll_call_.silence_of(1), std::nullopt);
  EXPECT_EQ(answered_, 0);
}

TEST_F(RollCallTest, AsksAThreadThatOwesAnAnswerNothingElse) {
  std::vector<RollCall::Question> questions;
  for (int i = 0; i < 1'000; ++i) {
    questions.push_back(ask());
    turn();
  }
  EXPECT_EQ(asked_[0].size(), 1U);
  EXPECT_EQ(asked_[1].size(), 1U);
  answer(0);
  answer(1);
  EXPECT_EQ(answered_, 1'000);
}

TEST_F(RollCallTest, AQuestionThatWasWithdrawnIsNotAnswered) {
  ask();
  answer(0);
  answer(1);
  EXPECT_EQ(answered_, 0);
}

TEST_F(RollCallTest, WaitsForNoThreadThatHasEnded) {
  const auto question = ask();
  answer(0);
  roll_call_.forget(1);
  EXPECT_EQ(answered_, 1);
  asked_[1].clear();
  roll_call_.forget(0);
  const auto last = ask();
  EXPECT_EQ(answered_, 1);  // never before ask() returns
  turn();
  EXPECT_EQ(answered_, 2);
  EXPECT_TRUE(asked_[0].empty() && asked_[1].empty());
}

}  // namespace
}  // namespace sws
