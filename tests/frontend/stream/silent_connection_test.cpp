// How a session tests a connection that has been silent, in a stream whose numbers are far apart.
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SilentConnectionTest : public StreamSessionTest {
 protected:
  // A stream with a number an hour; `silence` ago the last one came.
  void run_hourly(Moment silence) {
    server.parameters.interval_ms = 3'600'000;
    run_verified(2);
    pass(silence);
  }
  void finish_closing() {
    EXPECT_EQ(browser.opened, 1);
    ASSERT_TRUE(browser.is_closing);
    session->socket_closed(1000, "", now);
  }
  void expect_tested() {
    finish_closing();
    EXPECT_EQ(browser.opened, 2);
    EXPECT_EQ(session->phase(), Phase::live);  // nothing is lost yet
    greet_again();
    EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"token","next":2})");
    say(server.started(2));
    say(server.number(2));
    EXPECT_EQ(session->received().next(), 3u);
    EXPECT_EQ(session->attempts(), 0u);
    EXPECT_EQ(session->faults().sequence_breaks, 0u);
  }
};

TEST_F(SilentConnectionTest, IsTestedWhenTheNetworkReturns) {
  run_hourly(1min);
  session->network_returned(now);
  expect_tested();
}

TEST_F(SilentConnectionTest, IsTestedWhenThePageBecomesVisible) {
  run_hourly(1min);
  session->set_visible(true, now);  // it was visible before
  EXPECT_EQ(browser.opened, 1);
  session->set_visible(false, now);
  EXPECT_EQ(browser.opened, 1);
  session->set_visible(true, now);
  expect_tested();
}

TEST_F(SilentConnectionTest, IsTestedAfterTenMinutes) {
  run_hourly(10min - 1ms);
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(wait(), 1ms);
  expect_tested();
  EXPECT_EQ(*session->deadline() - now, 10min);
}

TEST_F(SilentConnectionTest, IsNotTestedWhileNobodyLooks) {
  run_hourly(1min);
  session->set_visible(false, now);
  pass(30min);
  EXPECT_EQ(browser.opened, 1);
  session->set_visible(true, now);
  expect_tested();
}

TEST_F(SilentConnectionTest, IsGivenTenSecondsToSpeakFirst) {
  run_hourly(0s);
  session->network_returned(now);
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(*session->deadline() - now, 10s);
  pass(9s);
  say(server.number(2));
  pass(9s);
  session->set_visible(false, now);
  EXPECT_EQ(browser.opened, 1);  // it has spoken since, so it lives
  pass(1s);
  EXPECT_EQ(browser.opened, 1);
}

TEST_F(SilentConnectionTest, IsNeverReplacedInAStreamWithShortIntervals) {
  run_verified(0);
  for (std::uint32_t n = 0; n < 4; ++n) {
    session->network_returned(now);
    session->set_visible(false, now);
    session->set_visible(true, now);
    pass(7s);
    say(server.number(n));
  }
  EXPECT_EQ(browser.opened, 1);
}

TEST_F(SilentConnectionTest, GivesItsPlaceAtTheServerBackBeforeTheNextOpens) {
  run_hourly(1min);
  session->network_returned(now);
  EXPECT_TRUE(browser.is_closing);
  EXPECT_EQ(browser.opened, 1);
  say(server.number(2));  // what was still under way comes again after the resume
  EXPECT_EQ(session->received().next(), 2u);
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(wait(), 2s);  // a connection that is dead does not close
  EXPECT_FALSE(browser.is_closing);
  EXPECT_EQ(browser.opened, 2);
}

TEST_F(SilentConnectionTest, IsReplacedToFetchTheSeedForAVisitorWhoStopsMeanwhile) {
  lengthen();
  run_hourly(1min);
  session->network_returned(now);
  session->stop(now);
  finish_closing();
  greet_again();
  say(server.started(2));
  EXPECT_EQ(browser.sent.back(), R"({"type":"stop"})");
}

TEST_F(SilentConnectionTest, IsLostIfTheTestFails) {
  run_hourly(1min);
  session->network_returned(now);
  finish_closing();
  lose_connection();
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "the server cannot be reached (1006)");
  EXPECT_EQ(session->received().next(), 2u);
}

TEST_F(SilentConnectionTest, IsLostIfTheTestIsNotAnswered) {
  run_hourly(1min);
  session->network_returned(now);
  finish_closing();
  EXPECT_EQ(wait(), 10s);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
}

TEST_F(SilentConnectionTest, OfThePlainProtocolCannotBeTested) {
  open();
  say(R"({"message": 1})");
  pass(1h);
  session->network_returned(now);
  session->set_visible(false, now);
  session->set_visible(true, now);
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(session->phase(), Phase::live);
}

TEST_F(SilentConnectionTest, IsLeftAloneByAVisitorWhoStops) {
  run_hourly(1min);
  session->stop(now);
  session->network_returned(now);
  EXPECT_EQ(browser.opened, 1);
}

}  // namespace
}  // namespace sws
