// Each state that the page can be in, and how the page shows it.
#include <sstream>

#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(PageTest, SaysHowFarTheStreamIs) {
  open_verified(2);
  EXPECT_EQ(view().progress, "number 2 of 5");
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
  EXPECT_EQ(view().status, "Late: the next number is overdue");
  EXPECT_EQ(view().connection, "late");
  say(server.number(2));
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, PauseStopsTheDisplayAndNotTheStream) {
  open_verified(2);
  EXPECT_TRUE(view().can_pause);
  page.press_pause(now);
  expect(std::to_string(server.at(1)), "Paused: the display stands still, the stream goes on", "STOP", "paused");
  EXPECT_EQ(view().pause, "RESUME");
  say(server.number(2));
  EXPECT_EQ(view().number, std::to_string(server.at(1)));
  EXPECT_EQ(view().progress, "number 2 of 5");
  pass(2100ms);
  EXPECT_EQ(view().age, "just now");
  page.press_pause(now);
  expect(std::to_string(server.at(2)), "Live: a new number as it comes", "STOP", "live");
  EXPECT_EQ(view().progress, "number 3 of 5");
  EXPECT_EQ(view().pause, "PAUSE");
}

TEST_F(PageTest, APausedPageSaysThatItIsPausedEvenIfANumberIsLate) {
  open_verified(2);
  page.press_pause(now);
  pass(3s);
  EXPECT_EQ(view().status, "Paused: the display stands still, the stream goes on");
  EXPECT_EQ(view().connection, "paused");
  page.press_pause(now);
  EXPECT_EQ(view().status, "Late: the next number is overdue");
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

TEST_F(PageTest, OfflineIsSaidToBeOffline) {
  open_verified(2);
  page.set_online(false, now);
  EXPECT_EQ(view().connection, "live");  // numbers still come, so the stream is not lost
  close(1006);
  page.set_online(false, now);
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(view().status, "Offline: reconnecting when the network is back");
  EXPECT_EQ(view().connection, "offline");
  page.set_online(true, now);
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(view().connection, "reconnecting");
}

TEST_F(PageTest, AStartWithoutANetworkSaysWhy) {
  page.set_online(false, now);
  press();
  close(1006);
  EXPECT_EQ(view().status, "Lost: the server cannot be reached (1006); the browser is offline");
}

TEST_F(PageTest, TheFormIsAskedForAndItsLimitsAreShown) {
  EXPECT_EQ(view().interval_limits, "10 to 3600000");
  EXPECT_EQ(view().count_limits, "1 to 1000000");
  page.change_form({.min = "1", .max = "6", .interval_ms = "", .count = "3"}, now);
  open();
  say(encode(Hello{server.id, sha256(server.seed), Limits{20, 500, 77}}));
  EXPECT_EQ(browser.sent.back(),
            R"({"type":"start","client_seed":"AAAAAAAAAAAAAAAAAAAAAA","min":1,"max":6,"count":3})");
  EXPECT_EQ(view().interval_limits, "20 to 500");
  EXPECT_EQ(view().count_limits, "1 to 77");
}

TEST_F(PageTest, AFormWithAProblemStartsNothing) {
  page.change_form({.min = "", .max = "", .interval_ms = "1", .count = ""}, now);
  EXPECT_EQ(view().form_problem, "The interval must be a whole number from 10 to 3600000");
  press();
  EXPECT_EQ(browser.opened, 0);
  EXPECT_EQ(view().notice, "Not started. The interval must be a whole number from 10 to 3600000");
  EXPECT_EQ(view().connection, "idle");
  page.change_form({}, now);
  EXPECT_EQ(view().form_problem, "");
  EXPECT_EQ(view().notice, "");
}

TEST_F(PageTest, AServerThatCannotBeAskedIsSaidToChooseItself) {
  open_plain();
  EXPECT_EQ(view().form_problem, "");
  page.change_form({.min = "1", .max = "6", .interval_ms = "", .count = ""}, now);
  EXPECT_EQ(view().form_problem, "This server speaks the plain protocol, in which it alone chooses");
}

TEST_F(PageTest, SubmittingTheFormStartsAStreamButNeverStopsOne) {
  page.submit_form(now);
  EXPECT_EQ(browser.opened, 1);
  page.submit_form(now);
  EXPECT_EQ(view().connection, "connecting");
  EXPECT_EQ(view().notice,
            "The stream that runs keeps its own range, interval and count: these are for the next START");
}

TEST_F(PageTest, ASummaryIsSpokenAtMostEveryTenSeconds) {
  server.parameters.count = 100;
  open_verified(1);
  EXPECT_EQ(view().summary, "");
  for (std::uint32_t n = 1; n < 10; ++n) {
    now += 1s;
    say(server.number(n));
    EXPECT_EQ(view().summary, "");
  }
  now += 1s;
  say(server.number(10));
  const std::string first = view().summary;
  EXPECT_EQ(first, "11 numbers so far, the last " + std::to_string(server.at(10)) +
                       ". Spread: too early to judge, 11 of the first 101 numbers");
  for (std::uint32_t n = 11; n < 20; ++n) {
    now += 1s;
    say(server.number(n));
    EXPECT_EQ(view().summary, first);
  }
}

TEST_F(PageTest, NoSummaryIsSpokenWhileThePageIsHidden) {
  server.parameters.count = 100;
  open_verified(1);
  page.set_visible(false, now);
  for (std::uint32_t n = 1; n < 30; ++n) {
    now += 1s;
    say(server.number(n));
    EXPECT_EQ(view().summary, "") << n;
  }
  page.set_visible(true, now);
  EXPECT_TRUE(view().summary.starts_with("30 numbers so far, ")) << view().summary;
}

TEST_F(PageTest, NoSummaryIsSpokenWhileTheDisplayIsPaused) {
  server.parameters.count = 100;
  open_verified(1);
  page.press_pause(now);
  for (std::uint32_t n = 1; n < 30; ++n) {
    now += 1s;
    say(server.number(n));
    EXPECT_EQ(view().summary, "") << n;
  }
}

TEST_F(PageTest, NoSummaryIsSpokenWhileNoNumbersCome) {
  server.parameters.count = 100;
  open_verified(2);
  close(1006);
  page.set_visible(false, now);  // so that it does not reconnect
  now += 1min;
  page.set_visible(true, now);
  EXPECT_EQ(view().connection, "reconnecting");
  EXPECT_EQ(view().summary, "");
}

TEST_F(PageTest, ANewStreamBeginsWithoutTheSummaryAndProgressOfTheOld) {
  server.parameters.count = 100;
  open_verified(1);
  now += 10s;
  say(server.number(1));
  EXPECT_NE(view().summary, "");
  press();
  say(server.end(EndReason::stopped, 2));
  verify();
  EXPECT_EQ(view().progress, "number 2 of 100");
  press();
  EXPECT_EQ(view().summary, "");
  EXPECT_EQ(view().progress, "");
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
