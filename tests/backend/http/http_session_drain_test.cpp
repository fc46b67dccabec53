// An HttpSession in each of its states when the server begins to stop.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpSessionTest, DrainEndsAConnectionThatHasHadItsAnswer) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  drain();
  EXPECT_FALSE(is_open());
  EXPECT_EQ(peer_.hear(), "");
}

TEST_F(HttpSessionTest, DrainStillAnswersAFirstRequestThatIsOnItsWay) {
  connect();
  drain();
  pass(900ms);
  const std::string answer = ask(kRequest);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n")) << answer;
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, DrainEndsAConnectionWhoseFirstRequestDoesNotCome) {
  connect();
  drain();
  pass(990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, DrainGivesARequestThatHasBegunASecond) {
  connect();
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(ask("GET / HTTP/1.1\r\n"), "");
  drain();
  pass(990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, DrainIsNotPutOffByTheFirstByteOfARequest) {
  connect();
  drain();
  pass(500ms);
  EXPECT_EQ(ask("G"), "");
  pass(490ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  EXPECT_TRUE(peer_.hear().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpSessionTest, DrainWhileAnsweringEndsTheConnectionBehindTheAnswer) {
  connect();
  peer_.say(std::string(kLargeRequest).append(kRequest));
  run();
  drain();
  pass(5s);  // the answer keeps its own deadline
  std::string answer;
  for (int i = 0; i < 1'000 && !peer_.has_heard_end(); ++i) {
    answer += peer_.hear();
    run();
  }
  EXPECT_EQ(count(answer, "HTTP/1.1 200 "), 1U);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(FakeSite::kLarge, 'x')));
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionTest, DrainWhileLingeringPutsNothingOff) {
  connect();
  EXPECT_TRUE(ask(kPost).starts_with("HTTP/1.1 405 "));
  pass(1'900ms);
  drain();
  pass(100ms);
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionTest, DrainReachesAStreamWhoseRequestWasOnItsWay) {
  connect();
  drain();
  EXPECT_EQ(ask(kUpgrade), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_TRUE(upgrader_.record.drained);
}

}  // namespace
}  // namespace sws
