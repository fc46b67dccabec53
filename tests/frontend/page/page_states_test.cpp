// Each state that the page can be in, and how the page shows it.
#include <sstream>

#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(PageTest, SaysHowFarTheStreamIs) {
  open_verified(2);
  EXPECT_EQ(view().progress, "2 of 5 numbers verified");
  EXPECT_EQ(view().age, "just now");
  pass(3s);
  EXPECT_EQ(view().age, "3 s ago");
}

TEST_F(PageTest, APlainStreamHasNoKnownLength) {
  open_plain();
  EXPECT_EQ(view().progress, "number 1");
  EXPECT_EQ(view().round_trip, "");
}

TEST_F(PageTest, TheRoundTripIsMeasuredFromOurFirstWordToItsAnswer) {
  open();
  say(server.hello());
  now += 12'345us;
  say(server.started());
  EXPECT_EQ(view().round_trip, "round trip 12 ms");
  say(server.number(0));
  press();
  say(server.end(EndReason::stopped, 1));
  EXPECT_EQ(view().connection, "verified");
  EXPECT_EQ(view().round_trip, "");  // it is about a connection
}

TEST_F(PageTest, ALostConnectionHasNoRoundTrip) {
  open();
  say(server.hello());
  say(server.started());
  say(server.number(0));
  EXPECT_EQ(view().round_trip, "round trip 0.0 ms");
  close(1006);
  EXPECT_EQ(view().connection, "reconnecting");
  EXPECT_EQ(view().round_trip, "");
}

TEST_F(PageTest, TheClockTicksOnlyWhileSomebodyLooks) {
  open_verified(1);
  EXPECT_EQ(*page.deadline() - now, 1s);
  page.set_visible(false, now);
  EXPECT_EQ(*page.deadline() - now, 2500ms);  // then the next number would be late
  press();
  EXPECT_EQ(*page.deadline() - now, 5s);  // a page that stops waits for the end and not for numbers
}

TEST_F(PageTest, ALateNumberPlansNoTickInThePast) {
  open_verified(2);
  page.set_visible(false, now);
  pass(2500ms);
  EXPECT_EQ(view().connection, "late");
  EXPECT_EQ(*page.deadline() - now, 5500ms);  // then the silence is a loss
}

TEST_F(PageTest, NoAgeIsShownWithoutANumberOrAfterTheEnd) {
  open_verified(0);
  pass(2s);
  EXPECT_EQ(view().age, "");
  say(server.numbers(0, 4));
  EXPECT_EQ(view().age, "just now");
  say(server.end(EndReason::complete, 5));
  EXPECT_EQ(view().age, "");
}

TEST_F(PageTest, AnOverdueNumberIsLateUntilItComes) {
  open_verified(2);
  pass(2499ms);
  EXPECT_EQ(view().connection, "live");
  pass(1ms);
  EXPECT_EQ(view().status, "Late. The next number is overdue.");
  EXPECT_EQ(view().connection, "late");
  say(server.number(2));
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, APlainStreamIsLateByWhatWasUsual) {
  open_plain();
  pass(59s);
  EXPECT_EQ(view().connection, "live");
  pass(1s);
  EXPECT_EQ(view().status, "Late. No further number has arrived.");
  EXPECT_EQ(view().connection, "late");
  EXPECT_EQ(view().age, "60 s ago");
  say(R"({"message": 2})");
  for (int n = 0; n < 20; ++n) {
    pass(2s);
    say(R"({"message": 2})");
  }
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives.");
  page.set_visible(false, now);
  EXPECT_EQ(*page.deadline() - now, 11s);
  page.set_visible(true, now);
  pass(1h);
  EXPECT_EQ(view().status, "Late. Until now, a number arrived about every 2 s.");
  EXPECT_EQ(view().connection, "late");
  EXPECT_EQ(view().age, "60 min ago");
  say(R"({"message": 3})");
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, APlainStreamOfShortIntervalsIsLateInWordsToo) {
  open_plain();
  for (int n = 0; n < 3; ++n) {
    pass(100ms);
    say(R"({"message": 2})");
  }
  pass(1min);
  EXPECT_EQ(view().status, "Late. Until now, a number arrived at least every second.");
}

TEST_F(PageTest, APlainStreamReconnectsAndSaysHowManyNumbersMayBeMissing) {
  open_plain();
  for (int n = 0; n < 3; ++n) {
    pass(1s);
    say(R"({"message": 2})");
  }
  close(1006);
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: the connection was lost (1006).");
  EXPECT_EQ(view().button, "STOP");
  pass(5s);
  page.socket_opened(now);
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives.");
  say(R"({"message": 9})");
  expect("9", "Live. Each number appears as it arrives. About 4 numbers may be missing.", "STOP", "live");
  EXPECT_EQ(view().progress, "number 5");  // so many have come
  close(1000);
  EXPECT_EQ(view().status, "Ended after 5 numbers. About 4 numbers may be missing.");
}

TEST_F(PageTest, APlainStreamThatIsLostBeforeAnIntervalWasSeenMissesSomeNumbers) {
  open_plain();
  close(1001);
  pass(5s);
  page.socket_opened(now);
  say(R"({"message": 9})");
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives. Some numbers may be missing.");
  press();
  EXPECT_EQ(view().status, "Stopped after 2 numbers. Some numbers may be missing.");
}

TEST_F(PageTest, PauseStopsTheDisplayAndNotTheStream) {
  open_verified(2);
  EXPECT_TRUE(view().can_pause);
  page.press_pause(now);
  expect(std::to_string(server.at(1)), "Paused. Numbers keep arriving; press RESUME to see them.", "STOP",
         "paused");
  EXPECT_EQ(view().pause, "RESUME");
  say(server.number(2));
  EXPECT_EQ(view().number, std::to_string(server.at(1)));
  EXPECT_EQ(view().progress, "2 of 5 numbers verified");
  pass(2100ms);
  EXPECT_EQ(view().age, "just now");
  page.press_pause(now);
  expect(std::to_string(server.at(2)), kVerified, "STOP", "live");
  EXPECT_EQ(view().progress, "3 of 5 numbers verified");
  EXPECT_EQ(view().pause, "PAUSE");
}

TEST_F(PageTest, APausedPageSaysThatItIsPausedEvenIfANumberIsLate) {
  open_verified(2);
  page.press_pause(now);
  pass(3s);
  EXPECT_EQ(view().status, "Paused. Numbers keep arriving; press RESUME to see them.");
  EXPECT_EQ(view().connection, "paused");
  page.press_pause(now);
  EXPECT_EQ(view().status, "Late. The next number is overdue.");
  EXPECT_EQ(view().connection, "late");
}

TEST_F(PageTest, TheEndShowsEverythingEvenWhilePaused) {
  open_verified(2);
  page.press_pause(now);
  say(server.numbers(2, 4));
  say(server.end(EndReason::complete, 5));
  verify();
  EXPECT_EQ(view().number, std::to_string(server.at(4)));
  EXPECT_FALSE(view().can_pause);
}

TEST_F(PageTest, ReconnectingCountsDownToTheNextAttempt) {
  open_verified(2);
  close(1006);
  const Moment wait = *page.deadline() - now;
  EXPECT_EQ(view().countdown, "Next attempt in 1 s");
  EXPECT_TRUE(view().is_reconnecting);
  EXPECT_TRUE(view().can_retry);
  EXPECT_EQ(view().age, "");
  pass(wait);
  EXPECT_EQ(view().countdown, "Trying now");
  EXPECT_FALSE(view().can_retry);
}

TEST_F(PageTest, TheCountdownOfAHiddenPageStandsAtZero) {
  server.parameters.count = 1000;
  open_verified(2);
  page.set_visible(false, now);
  close(1006);
  pass(1min);
  EXPECT_EQ(view().countdown, "Next attempt in 0 s");
}

TEST_F(PageTest, RetryDoesNotWait) {
  open_verified(2);
  close(1006);
  resume(2);
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(view().connection, "live");
  EXPECT_EQ(view().countdown, "");
  EXPECT_FALSE(view().is_reconnecting);
}

TEST_F(PageTest, AfterAReconnectNothingIsOverdueYet) {
  open_verified(2);
  close(1006);
  pass(1min);
  resume(2);
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, AServerWhoseClockIsBehindIsSaidToBeOne) {
  open_verified(2);
  close(1001);
  page.press_retry(now);
  greet_again();
  say(R"({"type":"error","code":"clock_skew","detail":"d"})");
  expect(std::to_string(server.at(1)),
         "Reconnecting, attempt 2: by the server's clock the last numbers are not due yet; the clocks of two "
         "servers differ.",
         "STOP", "reconnecting");
}

// A server that is ahead by hours sends the rest of the stream and its end at once.
TEST_F(PageTest, NumbersThatComeBeforeTheirTimeAreVerifiedAndSaidToBeEarlyAfterTheEndToo) {
  server.parameters.count = 100;
  open_verified(2);
  close(1001);
  resume(2);
  say(server.numbers(2, 99));
  const std::string early =
      " Numbers arrived 98 s early: a server's clock may be wrong, or this device was asleep.";
  EXPECT_EQ(view().status, kVerified + early);
  say(server.end(EndReason::complete, 100));
  EXPECT_EQ(view().status, "Complete. All 100 numbers arrived. All are verified." + early);
  EXPECT_EQ(view().connection, "verified");
}

TEST_F(PageTest, OfflineIsSaidToBeOffline) {
  open_verified(2);
  page.set_online(false, now);
  EXPECT_EQ(view().connection, "live");  // numbers still come, so the stream is not lost
  close(1006);
  page.set_online(false, now);
  EXPECT_EQ(browser.opened, 1);
  // A browser may be wrong about that, so the page goes on trying.
  EXPECT_EQ(view().status, "You seem to be offline. Still trying to reconnect.");
  EXPECT_EQ(view().countdown, "Next attempt in 1 s");
  EXPECT_EQ(view().connection, "offline");
  now += 3s;
  page.set_online(true, now);
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(view().connection, "reconnecting");
}

TEST_F(PageTest, AStartWithoutANetworkSaysWhy) {
  page.set_online(false, now);
  press();
  close(1006);
  EXPECT_EQ(view().status, "Not connected: the server cannot be reached (1006). This device is offline.");
}

TEST_F(PageTest, AServerThatIsFullIsWaitedForAsItAsks) {
  press();
  page.socket_closed(1006, "", now);
  EXPECT_EQ(view().connection, "connecting");
  answer({.status = 503,
          .content_type = "text/plain",
          .retry_after = "10",
          .date = "",
          .text = "the server is full\n"});
  expect(kIntroduction, "Starting websocket communication, attempt 1: the server is full (503).", "STOP",
         "reconnecting");
  EXPECT_EQ(view().countdown, "Next attempt in 11 s");
  EXPECT_TRUE(view().is_reconnecting);
  EXPECT_FALSE(view().can_retry);  // the server has asked the page to wait
  EXPECT_NE(page.frames().rows().find("HTTP status 503"), std::string::npos);
  press();
  EXPECT_EQ(view().status, "Stopped before the first number.");
}

TEST_F(PageTest, ALongWaitIsSaidInMinutesAndCanBeEnded) {
  lengthen();
  open_verified(2);
  close(1006);
  page.press_retry(now);
  page.socket_closed(1006, "", now);
  answer({.status = 503, .retry_after = "86400"});
  EXPECT_EQ(view().countdown, "Next attempt in 10 min");
  EXPECT_TRUE(view().can_retry);
  press();
  EXPECT_EQ(view().status,
            "Stopped after 2 numbers. The server did not reveal its seed, so the numbers cannot be verified.");
}

TEST_F(PageTest, ASocketThatFailsWithoutClosingIsNotWaitedForForever) {
  press();
  page.socket_failed(now);
  now = *page.deadline();
  page.tick(now);
  ASSERT_TRUE(browser.is_asking);
  answer({});
  EXPECT_EQ(view().status, "Not connected: the server cannot be reached (1006).");
  EXPECT_NE(page.frames().rows().find("· connection\terror"), std::string::npos);
}

TEST_F(PageTest, FramesOfBothDirectionsAreKept) {
  open_verified(1);
  const std::string rows = page.frames().rows();
  EXPECT_NE(rows.find("→ sent\t{\"type\":\"start\""), std::string::npos);
  EXPECT_NE(rows.find("← received\t{\"type\":\"number\",\"seq\":0"), std::string::npos);
  EXPECT_NE(rows.find("· connection\topen"), std::string::npos);
}

TEST_F(PageTest, FramesCarryTheTimeOfTheirEvent) {
  open();
  now += 1s;
  say(server.hello());
  say(server.started());
  close(1006);
  now += 1s;
  page.set_online(true, now);
  std::istringstream rows(page.frames().rows());  // the newest first
  std::vector<std::string> times;
  for (std::string row; std::getline(rows, row);) times.insert(times.begin(), row.substr(0, row.find('\t', 8)));
  EXPECT_EQ(times, (std::vector<std::string>{"0.000 s\t· connection", "0.000 s\t· connection",
                                             "1.000 s\t← received", "1.000 s\t→ sent", "1.000 s\t← received",
                                             "1.000 s\t· connection", "2.000 s\t· connection"}));
}

TEST_F(PageTest, ANoticeStandsUntilTheNextStart) {
  open_verified(1);
  page.notice("Copied", now);
  EXPECT_EQ(view().notice, "Copied");
  say(server.number(1));
  EXPECT_EQ(view().notice, "Copied");
  press();
  press();
  press();
  EXPECT_EQ(view().notice, "");
}

}  // namespace
}  // namespace sws
