// Servers whose clocks differ: what a session does that moves from one to the other.
#include <utility>

#include "frontend/stream/shared_session.hpp"
#include "tests/frontend/stream/session_fixture.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr const char* kBehind = R"({"type":"error","code":"clock_skew","detail":"d"})";
constexpr const char* kExpired = R"({"type":"error","code":"expired_token","detail":"d"})";

class ClockSkewTest : public StreamSessionTest {
 protected:
  ClockSkewTest() { server.parameters.count = 100; }

  // Comes to a server that answers this instead of `started`.
  void meet(const char* answer) {
    reconnect();
    say(answer);
  }
};

TEST_F(ClockSkewTest, AtAServerWhoseClockIsBehindTheSessionTriesAgainAndLosesNothing) {
  run_verified(2);
  browser.random = 255;  // the longest wait each time
  lose_connection();
  Moment waited{};
  for (int attempt = 0; attempt < 6; ++attempt) {
    const Moment before = std::exchange(waited, wait());
    EXPECT_GE(waited, before);
    greet_again();
    say(kBehind);
    ASSERT_EQ(session->phase(), Phase::reconnecting);
    EXPECT_EQ(session->why_lost(),
              "by the server's clock the last numbers are not due yet; the clocks of two servers differ");
  }
  reconnect();
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"token","next":2})");
  say(server.started(2));
  say(server.numbers(2, 40));
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(session->received().next(), 41U);
  EXPECT_EQ(session->schedule().ahead(), 0s);
}

TEST_F(ClockSkewTest, AStreamThatThePageKnowsToBeRunningIsNotGivenUpAsExpired) {
  run_verified(2);
  lose_connection();
  meet(kExpired);
  ASSERT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_NE(session->why_lost().find("clock may be wrong"), std::string::npos) << session->why_lost();
  reconnect();
  say(server.started(2));
  say(server.number(2));
  EXPECT_EQ(session->phase(), Phase::live);
}

TEST_F(ClockSkewTest, AStreamThatEndedAMinuteAgoByThePagesClockIsGivenUpAsExpired) {
  run_verified(2);
  lose_connection();
  pass(158s);  // of 100 for the stream and 60 for doubts
  greet_again();
  say(kExpired);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  pass(2s);
  greet_again();
  say(kExpired);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->ending().why, "this stream ended too long ago to be continued");
}

// A page's clock may stand still while the device sleeps, and then the server is right.
TEST_F(ClockSkewTest, AStreamThatIsSaidToHaveExpiredForTenMinutesIsGivenUp) {
  server.parameters.count = 4'000;
  run_verified(2);
  lose_connection();
  const Moment since = now;
  for (; session->phase() == Phase::reconnecting && now < since + 1h;) meet(kExpired);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_GE(now - since, 10min);
  EXPECT_LE(now - since, 11min);
}

TEST_F(ClockSkewTest, DoubtsBeginAnewWhenNumbersHaveCome) {
  server.parameters.count = 4'000;
  run_verified(2);
  lose_connection();
  meet(kExpired);
  reconnect();
  say(server.started(2));
  pass(7s);
  say(server.number(2));
  lose_connection();
  session->set_visible(false, now);
  pass(11min);
  session->set_visible(true, now);
  greet_again();
  say(kExpired);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
}

TEST_F(ClockSkewTest, NumbersThatComeBeforeTheirTimeAreTakenAndTheClockIsNamed) {
  run_verified(2);
  pass(1s);
  lose_connection();
  reconnect();
  say(server.started(2));
  say(server.numbers(2, 63));
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_GE(session->schedule().ahead(), 60s);
  EXPECT_LE(session->schedule().ahead(), 63s);
}

TEST_F(ClockSkewTest, ALateFirstNumberDoesNotMakeTheNextOnesEarly) {
  open();
  say(server.hello());
  pass(4s);
  say(server.started());
  say(server.number(0));
  lose_connection();
  reconnect();
  say(server.started(1));
  say(server.numbers(1, 5));
  EXPECT_EQ(session->schedule().ahead(), 0s);
}

TEST(SharedClockSkew, IsNoticedAndOutlastedAsWell) {
  SharedNumbers server;
  FakeBrowser browser;
  Moment now = 1h;
  SharedSession session{browser, browser};
  constexpr std::uint64_t kFirst = 1'764'000'000;
  const auto greet = [&] {
    session.socket_opened(now);
    session.text_received(encode(server.hello(period_of(kFirst))), now);
  };
  const auto lose = [&] {
    session.socket_closed(1006, "", now);
    now = session.deadline().value();
    session.tick(now);
    greet();
  };
  session.start(now);
  greet();
  session.text_received(encode(SharedStarted{"dice", kFirst}), now);
  session.text_received(encode(server.run(kFirst, 1)), now);
  lose();
  EXPECT_EQ(browser.sent.back(), encode(SharedResume{kFirst + 1}));
  session.text_received(encode(SharedStarted{"dice", kFirst + 1}), now);
  session.text_received(encode(server.run(kFirst + 1, 31)), now);
  EXPECT_GE(session.schedule().ahead(), 28s);
  EXPECT_LE(session.schedule().ahead(), 31s);
  lose();
  session.text_received(kBehind, now);
  EXPECT_EQ(session.phase(), Session::Phase::reconnecting);
  EXPECT_EQ(session.why_lost(),
            "by the server's clock the last numbers are not due yet; the clocks of two servers differ");
}

}  // namespace
}  // namespace sws
