// How a session stops when the visitor says so: it waits for the server's last word, but for a connection only if
// it needs the server's seed.
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(StreamSessionTest, StopIsSaidToTheServerAndTakesNumbersStillOnTheirWay) {
  run_verified(2);
  session->stop(now);
  EXPECT_EQ(browser.sent.back(), R"({"type":"stop"})");
  EXPECT_TRUE(session->is_stopping());
  say(server.number(2));
  say(server.end(EndReason::stopped, 3));
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->ending().why, "");
  EXPECT_EQ(session->received().next(), 3u);
}

TEST_F(StreamSessionTest, StopWaitsFiveSecondsAtMost) {
  run_verified(2);
  session->stop(now);
  EXPECT_EQ(wait(), 5s);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->ending().why, "");
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, StopWhileTheConnectionIsLostIsOverAtOnceUnlessASeedIsNeeded) {
  run_verified(2);
  session->stop(now);
  lose_connection();
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(browser.opened, 1);
  lengthen();
  run_verified(2);
  session->stop(now);
  lose_connection();
  EXPECT_TRUE(session->is_stopping());
  reconnect();
  say(server.started(2));
  EXPECT_EQ(browser.sent.back(), R"({"type":"stop"})");
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->received().end->server_seed, server.seed);
}

TEST_F(StreamSessionTest, StopTwiceWaitsForNothing) {
  run_verified(2);
  session->stop(now);
  session->stop(now);
  EXPECT_EQ(session->phase(), Phase::over);
}

TEST_F(StreamSessionTest, StopBeforeTheStreamHasStartedIsOverAtOnce) {
  open();
  say(server.hello());
  session->stop(now);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->ending().why, "");
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, StopWhileReconnectingIsOverAtOnce) {
  run_verified(2);
  lose_connection();
  session->stop(now);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(StreamSessionTest, StopWhileReconnectingFetchesTheSeedOfALongStreamIfItCan) {
  lengthen();
  run_verified(2);
  lose_connection();
  const std::size_t sent = browser.sent.size();
  session->stop(now);
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(browser.sent.size(), sent);  // this connection has no stream to stop yet
  greet_again();
  say(server.started(2));
  EXPECT_EQ(browser.sent.back(), R"({"type":"stop"})");
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->received().end->server_seed, server.seed);
}

TEST_F(StreamSessionTest, StopOfALongStreamWhileTheServerIsGoneIsOverAfterFiveSeconds) {
  lengthen();
  run_verified(2);
  lose_connection();
  session->stop(now);
  lose_connection();
  Moment waited{};
  for (int attempt = 0; attempt < 20 && session->phase() != Phase::over; ++attempt) {
    waited += wait();
    if (browser.is_open) lose_connection();
  }
  EXPECT_EQ(waited, 5s);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->deadline(), std::nullopt);
}

}  // namespace
}  // namespace sws
