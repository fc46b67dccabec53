// How a session opens a connection, and what it does if the connection does not open.
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class OpeningTest : public StreamSessionTest {
 protected:
  void start() { session.emplace(browser, browser, StreamChoice(), now); }
  // The browser closes the socket that it could not open.
  void fail_to_open() { session->socket_closed(1006, "", now); }
  static HttpAnswer refusal(int status, std::string retry_after = "") {
    return {.status = status,
            .content_type = "text/plain",
            .retry_after = std::move(retry_after),
            .date = "",
            .text = "no\n"};
  }
};

TEST_F(OpeningTest, ASocketThatNeverOpensIsGivenUp) {
  start();
  EXPECT_EQ(wait(), 10s);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::lost);
  EXPECT_EQ(session->ending().why, "the server has not answered for 10 s");
  EXPECT_FALSE(browser.is_open);
}

TEST_F(OpeningTest, AnOpenSocketThatSaysNothingIsGivenUp) {
  start();
  pass(9s);
  session->socket_opened(now);
  EXPECT_EQ(wait(), 10s);
  EXPECT_EQ(session->ending().why, "the server has sent nothing for 10 s");
}

TEST_F(OpeningTest, ThePlainProtocolPromisesNothingAfterItsFirstWord) {
  for (const char* const first : {R"({"message": 1})", "{"}) {
    open();
    say(first);
    EXPECT_EQ(session->deadline(), std::nullopt) << first;
  }
}

TEST_F(OpeningTest, AChannelWhoseNumbersAreTheSameForEverybodyNeedsAnotherPage) {
  for (const std::string& hello :
       {encode(LogHello{"temperature", LogId{1}, 0, 5}), encode(SharedHello{"dice", {0, 100, 1000}, 0, {}})}) {
    open();
    say(hello);
    ASSERT_EQ(session->phase(), Phase::over);
    EXPECT_EQ(session->ending().kind, Kind::lost);
    EXPECT_EQ(session->ending().why,
              "this channel is of another kind, but the list of channels did not load; reload the page");
  }
}

TEST_F(OpeningTest, AFailedOpeningIsAskedAboutOnce) {
  start();
  fail_to_open();
  EXPECT_EQ(browser.asked, 1);
  EXPECT_EQ(session->phase(), Phase::connecting);
  fail_to_open();  // events of the socket come no more
  EXPECT_EQ(browser.asked, 1);
  answer(refusal(403));
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->ending().why, "no (403)");
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(OpeningTest, AConnectionThatWasOpenIsNotAskedAbout) {
  run_verified(1);
  lose_connection();
  EXPECT_EQ(browser.asked, 0);
  open();
  lose_connection();
  EXPECT_EQ(browser.asked, 0);
}

TEST_F(OpeningTest, AQuestionThatIsNotAnsweredIsGivenUp) {
  start();
  fail_to_open();
  EXPECT_EQ(wait(), 10s);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::lost);
  EXPECT_EQ(session->ending().why, "the server cannot be reached (1006)");
  EXPECT_FALSE(browser.is_asking);
  answer(refusal(503));  // too late
  EXPECT_EQ(session->phase(), Phase::over);
}

TEST_F(OpeningTest, StopDropsTheQuestion) {
  start();
  fail_to_open();
  session->stop(now);
  EXPECT_FALSE(browser.is_asking);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
}

TEST_F(OpeningTest, AServerThatIsBusyAtStartIsAskedAgainWhenItSays) {
  start();
  for (const int status : {429, 503}) {
    fail_to_open();
    answer(refusal(status, "10"));
    EXPECT_EQ(session->phase(), Phase::reconnecting);
    EXPECT_TRUE(session->waits_as_told());
    session->reconnect_now(now);
    session->network_returned(now);
    EXPECT_EQ(session->phase(), Phase::reconnecting);
    EXPECT_GE(wait(), 10s + Backoff::Waits().shortest);
    EXPECT_FALSE(session->waits_as_told());
  }
  EXPECT_EQ(browser.opened, 3);
  session->socket_opened(now);
  say(server.hello());
  say(server.started());
  EXPECT_EQ(session->phase(), Phase::live);
}

TEST_F(OpeningTest, WithoutATimeToWaitTheUsualOneApplies) {
  start();
  fail_to_open();
  answer(refusal(503));
  EXPECT_FALSE(session->waits_as_told());
  EXPECT_LE(wait(), 1s);
  EXPECT_EQ(browser.opened, 2);
}

TEST_F(OpeningTest, PagesThatAreToldToWaitEquallyLongDoNotComeBackTogether) {
  start();
  fail_to_open();
  browser.random = 0;
  answer(refusal(503, "10"));
  const Moment first = wait();
  fail_to_open();
  browser.random = 255;
  answer(refusal(503, "10"));
  EXPECT_NE(wait(), first);
}

TEST_F(OpeningTest, AtStartEveryOtherAnswerIsALossInWords) {
  for (const int status : {200, 404, 426, 500, 502}) {
    start();
    fail_to_open();
    answer(refusal(status));
    ASSERT_EQ(session->phase(), Phase::over) << status;
    EXPECT_EQ(session->ending().kind, Kind::lost) << status;
    EXPECT_NE(session->ending().why.find("(" + std::to_string(status) + ")"), std::string::npos);
  }
}

TEST_F(OpeningTest, BeforeTheStreamHasStartedNothingIsTriedAgain) {
  open();
  say(server.hello());
  lose_connection();
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::lost);
}

TEST_F(OpeningTest, ARunningStreamIsTriedAgainUnlessItIsForbidden) {
  run_verified(2);
  lose_connection();
  for (const int status : {404, 426, 500, 503}) {
    wait();
    fail_to_open();
    EXPECT_EQ(session->phase(), Phase::reconnecting) << status;
    answer(refusal(status));
    EXPECT_EQ(session->phase(), Phase::reconnecting) << status;
    EXPECT_NE(session->why_lost().find("(" + std::to_string(status) + ")"), std::string::npos);
  }
  wait();
  fail_to_open();
  answer(refusal(403));
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->received().next(), 2u);
}

TEST_F(OpeningTest, StopWhileTheServerWantsToBeLeftAloneIsOverAtOnce) {
  lengthen();
  run_verified(2);
  lose_connection();
  wait();
  fail_to_open();
  answer(refusal(503, "60"));
  session->stop(now);
  EXPECT_EQ(browser.opened, 2);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(OpeningTest, AServerThatWantsToBeLeftAloneIsNotWaitedForByAVisitorWhoStops) {
  lengthen();
  run_verified(2);
  lose_connection();
  session->stop(now);
  fail_to_open();
  answer(refusal(503, "60"));
  EXPECT_EQ(session->phase(), Phase::over);
}

TEST_F(OpeningTest, ALongWaitEndsAfterTenMinutesOrWhenTheVisitorOrTheNetworkSaysSo) {
  const auto begin = [this] {
    run_verified(2);
    lose_connection();
    wait();
    fail_to_open();
    answer(refusal(503, "86400"));
    EXPECT_EQ(session->phase(), Phase::reconnecting);
    EXPECT_FALSE(session->waits_as_told());
    return browser.opened;
  };
  int before = begin();
  EXPECT_LE(wait(), 10min + 2s);
  EXPECT_EQ(browser.opened, before + 1);
  before = begin();
  session->reconnect_now(now);
  EXPECT_EQ(browser.opened, before + 1);
  before = begin();
  pass(1min);
  session->network_returned(now);  // perhaps it is another network
  EXPECT_EQ(browser.opened, before);
  EXPECT_LE(wait(), 250ms);
  EXPECT_EQ(browser.opened, before + 1);
}

TEST_F(OpeningTest, WhileThePageAsksWhyItKeepsItsLastWords) {
  run_verified(2);
  lose_connection();
  wait();
  fail_to_open();
  ASSERT_TRUE(browser.is_asking);
  EXPECT_EQ(session->why_lost(), "the connection was lost (1006)");
}

TEST_F(OpeningTest, AnErrorWithoutACloseEventCountsAsOneAfterASecond) {
  start();
  session->socket_failed(now);
  EXPECT_EQ(wait(), 1s);
  EXPECT_EQ(browser.asked, 1);
  session->stop(now);

  run_verified(1);
  session->socket_failed(now);
  EXPECT_EQ(wait(), 1s);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "the connection was lost (1006)");
}

TEST_F(OpeningTest, TheCloseEventAfterAnErrorSettlesIt) {
  run_verified(1);
  session->socket_failed(now);
  session->socket_closed(1011, "", now);
  EXPECT_EQ(session->why_lost(), "the connection was closed with code 1011");
  reconnect();
  say(server.started(1));
  pass(2s);
  EXPECT_EQ(session->phase(), Phase::live);
}

}  // namespace
}  // namespace sws
