// An HttpSession that has sent its last answer, and a peer that still sends.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpSessionTest, LingeringEndsWhenThePeerLeaves) {
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(peer_.has_heard_end());
  EXPECT_TRUE(is_open());
  peer_.leave();
  run();
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, LingeringEndsAtItsDeadlineIfThePeerStays) {
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  pass(1'990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
}

// A read that has completed cannot be cancelled, and in a flood there is always one.
TEST_F(HttpSessionTest, LingeringEndsAtItsDeadlineThoughThePeerKeepsFlooding) {
  const std::string flood(8'192, 'x');
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  context_.restart();
  for (int step = 0; step < 400 && is_open(); ++step) {  // four seconds
    for (int i = 0; i < 4; ++i) peer_.try_to_say(flood);
    context_.poll_one();
    ticker_.advance(10ms);
    if (step < 190) {
      ASSERT_TRUE(is_open()) << step;
    }
  }
  run();
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, LingeringReadsNoMoreThanAFewMegabytes) {
  const std::string flood(100'000, 'x');
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  std::size_t sent = 0;
  for (int i = 0; i < 1'000 && is_open(); ++i) {
    sent += peer_.try_to_say(flood);
    run();
  }
  EXPECT_FALSE(is_open());
  EXPECT_GT(sent, 10'000'000U);
  EXPECT_LT(sent, 20'000'000U);
}

TEST_F(HttpSessionTest, BytesBehindTheLastRequestAreReadSoThatNoResetDestroysTheAnswer) {
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  for (int i = 0; i < 20; ++i) {
    peer_.say(std::string(50'000, 'x'));
    run();
  }
  EXPECT_TRUE(is_open());
  EXPECT_EQ(peer_.hear(), "");  // and it is not taken for a request
}

}  // namespace
}  // namespace sws
