// The deadlines of an HttpSession, with a clock that the test moves by hand.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpSessionTest, APeerThatSendsNothingIsEndedAtTheHeaderDeadline) {
  connect();
  pass(9'990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(peer_.hear(), "");
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, AnUnfinishedFirstRequestIsAnswered408AndTheConnectionEnds) {
  connect();
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n"), "");
  pass(9'990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  const std::string answer = peer_.hear();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
  peer_.leave();
  run();
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, TheHeaderDeadlineOfAFirstRequestBeginsWithItsFirstByte) {
  connect();
  pass(5s);
  EXPECT_EQ(ask("G"), "");
  pass(9'990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, TheHeaderDeadlineIsNotPutOffByMoreBytes) {
  connect();
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n"), "");
  for (int second = 1; second < 10; ++second) {
    pass(1s);
    EXPECT_EQ(ask("X: a\r\n"), "") << second;
  }
  pass(1s);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, AnUnfinishedSecondRequestHasTheHeaderDeadlineFromItsFirstByte) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  pass(30s);
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n"), "");
  pass(9'990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, AnUnfinishedPipelinedRequestHasTheHeaderDeadline) {
  connect();
  EXPECT_TRUE(ask(std::string(kRequest) + "GET").starts_with("HTTP/1.1 200 "));
  pass(10s);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, AnIdleConnectionEndsAtTheIdleDeadlineWithoutWords) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  pass(59'990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(peer_.hear(), "");
}

TEST_F(HttpSessionTest, EachAnswerBeginsAnotherIdleDeadline) {
  connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 ")) << i;
    pass(50s);
  }
}

TEST_F(HttpSessionTest, AnEmptyLineIsNotTheBeginningOfARequest) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(ask("\r\n"), "");
  pass(59'990ms);
  EXPECT_TRUE(is_open());
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
}

// A read that has completed cannot be cancelled: here the second one, because the first has room for 512 bytes.
TEST_F(HttpSessionTest, ARequestThatIsReadTogetherWithItsDeadlineIsTooLate) {
  connect();
  peer_.say("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(600, 'x') + "\r\n\r\n");
  context_.restart();
  EXPECT_EQ(context_.poll_one(), 1U);
  ticker_.advance(10s);
  run();
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, AReadThatTheDeadlineDoesNotCancelInTimeEndsASecondLater) {
  connect();
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n"), "");
  ticker_.advance(10s);  // without run(): the read does not come back
  ticker_.advance(1s);
  run();
  EXPECT_FALSE(is_open());
  EXPECT_EQ(peer_.hear(), "");
}

TEST_F(HttpSessionTest, AnAnswerThatThePeerDoesNotReadEndsWithAReset) {
  settings_->write_timeout = 45s;
  peer_.watch_for_reset();
  connect();
  peer_.say(kLargeRequest);
  pass(44'900ms);
  EXPECT_TRUE(is_open());
  EXPECT_FALSE(peer_.was_reset());
  pass(100ms);
  EXPECT_FALSE(is_open());
  EXPECT_TRUE(peer_.was_reset());
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::write_timeout)].value(), 1U);
}

TEST_F(HttpSessionTest, AnAnswerIsSentWholeToASlowPeer) {
  connect();
  peer_.say(kLargeRequest);
  std::string answer;
  for (int i = 0; i < 100; ++i) {
    pass(100ms);
    answer += peer_.hear();
  }
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(FakeSite::kLarge, 'x')));
  pass(50s);  // the deadline of the answer is over with the answer
  EXPECT_TRUE(is_open());
}

}  // namespace
}  // namespace sws
