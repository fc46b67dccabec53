#include "frontend/page/sample_page.hpp"

#include <gtest/gtest.h>

#include "tests/frontend/fake_browser.hpp"
#include "tests/frontend/scripted_log.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SamplePageTest : public testing::Test {
 protected:
  static constexpr const char* kIntroduction = "Here, all the messages will be visible";

  void say(const std::string& text) { page.text_received(text, now); }
  void greet(std::uint64_t next) {
    page.socket_opened(now);
    say(server.hello(next));
  }
  // Starts, and lets the server send its history of `numbers` numbers.
  void start(std::uint64_t numbers) {
    greet(numbers);
    say(server.started(0));
    if (numbers > 0) say(ScriptedLog::numbers(0, std::vector<double>(numbers, 21.5)));
  }
  void lose() { page.socket_closed(1006, "", now); }
  void resume(std::uint64_t next) {
    page.press_retry(now);
    greet(next);
    say(server.started(next));
  }
  void pass(Moment time) {
    now += time;
    page.tick(now);
  }
  const View& view() const { return page.view(); }

  FakeBrowser browser;
  ScriptedLog server;
  Moment now = 1h;
  // The history's first number came at the moment at which the test begins.
  SamplePage page{browser,
                  browser,
                  kIntroduction,
                  {.name = "temperature", .unit = "°C"},
                  {.start_ms = ScriptedLog::kStart - 3'600'000, .offset_ms = 0},
                  now};
};

TEST_F(SamplePageTest, StartsByItself) {
  EXPECT_EQ(browser.opened, 1);
  EXPECT_EQ(view().status, "Starting websocket communication: connecting.");
  EXPECT_EQ(view().number, kIntroduction);
  EXPECT_EQ(view().button, "STOP");
  EXPECT_NE(page.frames().rows().find("0.000 s"), std::string::npos);
}

TEST_F(SamplePageTest, ShowsTheHistoryAtOnceAndEachNumberAsItComes) {
  start(500);
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives.");
  EXPECT_EQ(view().connection, "live");
  EXPECT_EQ(view().number, "21.5");
  EXPECT_EQ(view().line_size, 500u);
  EXPECT_EQ(page.samples().in_sight(), 500u);
  say(ScriptedLog::number(500, 22));
  EXPECT_EQ(view().number, "22.0");
  EXPECT_EQ(view().progress, "number 501");
  EXPECT_EQ(view().age, "just now");
  EXPECT_TRUE(view().can_pause);
}

TEST_F(SamplePageTest, AChannelWithoutNumbersSaysSo) {
  start(0);
  EXPECT_EQ(view().status, "Live. Waiting for the first number from the source.");
  EXPECT_EQ(view().number, kIntroduction);
  EXPECT_FALSE(view().has_numbers);
  EXPECT_EQ(view().age, "");
}

TEST_F(SamplePageTest, SaysHowLongTheSourceHasBeenSilent) {
  start(0);
  say(ScriptedLog::number(0, 22));
  pass(9s);
  EXPECT_EQ(view().age, "9 s ago");
  pass(3s);
  EXPECT_EQ(view().age, "source silent for 12 s");
  EXPECT_EQ(view().connection, "live");
  pass(5min);
  EXPECT_EQ(view().age, "source silent for 5 min");
  say(ScriptedLog::number(1, 22));
  EXPECT_EQ(view().age, "just now");
}

TEST_F(SamplePageTest, TheSilenceCountsFromTheTimeOfTheHistorysLastNumber) {
  now += 30s;
  start(10);  // the last one came 9 s after the beginning
  EXPECT_EQ(view().age, "source silent for 21 s");
}

TEST_F(SamplePageTest, AHistoryFromTheFutureIsNew) {
  start(10);  // by this computer's clock it is still to come
  EXPECT_EQ(view().age, "just now");
  pass(12s);
  EXPECT_EQ(view().age, "source silent for 12 s");
}

TEST_F(SamplePageTest, ANumberThatComesIsNewWhateverTheClocksSay) {
  now += 1h;
  greet(0);
  say(server.started(0));
  say(ScriptedLog::number(0, 22));
  EXPECT_EQ(view().age, "just now");
}

TEST_F(SamplePageTest, TheEndOfTheSourceIsSaidAndTheNumbersStay) {
  start(3);
  say(ScriptedLog::end(3));
  EXPECT_EQ(view().status, "Ended: the source finished after 3 numbers.");
  EXPECT_EQ(view().connection, "ended");
  EXPECT_EQ(view().number, "21.5");
  EXPECT_EQ(view().button, "START");
  EXPECT_EQ(view().age, "");
}

TEST_F(SamplePageTest, NumbersThatDidNotComeBeforeTheEndAreSaid) {
  start(3);
  say(ScriptedLog::end(5));
  EXPECT_EQ(view().status, "Ended: the source finished after 3 numbers. Numbers 4 to 5 did not arrive.");
}

TEST_F(SamplePageTest, AGapIsSaid) {
  start(17);
  say(ScriptedLog::gap(17, 120));
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives. Numbers 18 to 120 are no longer available.");
  say(ScriptedLog::number(120, 22));
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives. Numbers 18 to 120 are no longer available.");
}

TEST_F(SamplePageTest, ALostConnectionIsSaidAndResumed) {
  start(3);
  lose();
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: the connection was lost (1006).");
  EXPECT_EQ(view().number, "21.5");
  EXPECT_TRUE(view().is_reconnecting);
  EXPECT_EQ(view().age, "");
  resume(3);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"01020300000000000000000000000000","next":3})");
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives.");
}

TEST_F(SamplePageTest, ANewLogIsSaid) {
  start(3);
  lose();
  server.id = {9};
  resume(0);
  EXPECT_EQ(view().status,
            "Live. Each number appears as it arrives. The server started over, so some numbers may be missing.");
  say(ScriptedLog::number(0, 5));
  EXPECT_EQ(view().progress, "number 1");
  EXPECT_EQ(page.samples().in_sight(), 4u);
}

TEST_F(SamplePageTest, AServerThatCannotBeReachedIsTriedAgain) {
  lose();
  page.answered({}, now);
  EXPECT_EQ(view().status, "Starting websocket communication, attempt 1: the server cannot be reached (1006).");
  EXPECT_EQ(view().button, "STOP");
  EXPECT_TRUE(view().can_retry);
}

TEST_F(SamplePageTest, StopsAndGoesOn) {
  start(3);
  page.press_start_or_stop(now);
  EXPECT_EQ(view().status, "Stopped after 3 numbers.");
  EXPECT_EQ(view().button, "START");
  EXPECT_FALSE(view().can_pause);
  page.press_start_or_stop(now);
  EXPECT_EQ(view().button, "STOP");
  greet(3);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"01020300000000000000000000000000","next":3})");
}

TEST_F(SamplePageTest, PausesTheDisplay) {
  start(3);
  page.press_pause(now);
  say(ScriptedLog::number(3, 30));
  EXPECT_EQ(view().number, "21.5");
  EXPECT_EQ(view().connection, "paused");
  EXPECT_EQ(view().pause, "RESUME");
  page.press_pause(now);
  EXPECT_EQ(view().number, "30.0");
}

TEST_F(SamplePageTest, AnEndEndsAPauseToo) {
  start(3);
  page.press_pause(now);
  say(ScriptedLog::number(3, 30));
  say(ScriptedLog::end(4));
  EXPECT_EQ(view().number, "30.0");
}

TEST_F(SamplePageTest, AScreenReaderHearsOfTheNumbersNowAndThen) {
  start(3);
  EXPECT_EQ(view().summary, "3 numbers since 12:00:00; the latest is 21.5 °C. Average 21.50 °C");
  say(ScriptedLog::number(3, 30));
  pass(9s);
  EXPECT_EQ(view().summary, "3 numbers since 12:00:00; the latest is 21.5 °C. Average 21.50 °C");
  pass(1s);
  EXPECT_EQ(view().summary, "4 numbers since 12:00:00; the latest is 30.0 °C. Average 23.63 °C");
}

TEST_F(SamplePageTest, TheChartIsRead) {
  start(3);
  page.read_sample(1, now);
  EXPECT_EQ(view().line_reading, "12:00:01: 21.5 °C");
  page.read_at(1, now);
  EXPECT_EQ(view().line_index, 2u);
  page.read_at(std::nullopt, now);
  EXPECT_EQ(view().line_reading, "");
}

TEST_F(SamplePageTest, TheFileIsNamedAfterTheChannel) {
  EXPECT_EQ(page.csv_name(), "simplewebsocket-temperature.csv");
}

TEST_F(SamplePageTest, TheClockTicksWhileThePageIsVisible) {
  start(3);
  EXPECT_EQ(page.deadline(), now + 1s);
  page.set_visible(false, now);
  EXPECT_EQ(page.deadline(), std::nullopt);
}

}  // namespace
}  // namespace sws
