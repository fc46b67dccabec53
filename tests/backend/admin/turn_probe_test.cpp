#include "backend/admin/turn_probe.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sws {
namespace {

using namespace std::chrono_literals;

class TurnProbeTest : public testing::Test {
 protected:
  SteadyTime now_{1h};
  std::vector<std::function<void()>> questions_;  // that are open
  TurnProbe probe_{[this](std::function<void()> answer) { questions_.push_back(std::move(answer)); }};
};

TEST_F(TurnProbeTest, AThreadThatAnswersIsNotUnresponsive) {
  for (int look = 0; look < 3; ++look) {
    EXPECT_EQ(probe_.look(now_), 0s);
    ASSERT_EQ(questions_.size(), 1u);
    questions_[0]();
    questions_.clear();
    now_ += 15s;
  }
}

TEST_F(TurnProbeTest, TellsHowLongAThreadHasNotAnswered) {
  EXPECT_EQ(probe_.look(now_), 0s);
  EXPECT_EQ(probe_.look(now_ + 15s), 15s);
  EXPECT_EQ(probe_.look(now_ + 30s), 30s);
  EXPECT_EQ(questions_.size(), 1u) << "questions must not pile up at a thread that is stuck";
  questions_[0]();
  EXPECT_EQ(probe_.look(now_ + 45s), 0s);
}

TEST_F(TurnProbeTest, ALateAnswerToANewLookCounts) {
  probe_.look(now_);
  questions_[0]();
  probe_.look(now_ + 1s);
  EXPECT_EQ(probe_.look(now_ + 3s), 2s);
}

TEST_F(TurnProbeTest, KnowsNothingOfAThreadThatHasEnded) {
  probe_.look(now_);
  probe_.forget();
  EXPECT_EQ(probe_.look(now_ + 15s), std::nullopt);
}

}  // namespace
}  // namespace sws
