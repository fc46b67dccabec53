// The summary that the page has a screen reader speak while numbers come.

#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

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
  EXPECT_EQ(first, "11 numbers so far; the latest is " + std::to_string(server.at(10)) +
                       ". This stream is too short to judge: 101 numbers are needed.");
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
  EXPECT_TRUE(view().summary.starts_with("30 numbers so far; ")) << view().summary;
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
  server.parameters.count = 1000;
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
  EXPECT_EQ(view().progress, "2 numbers verified");
  open_verified(0);
  EXPECT_EQ(view().summary, "");
  EXPECT_EQ(view().progress, "");
}

}  // namespace
}  // namespace sws
