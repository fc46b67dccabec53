// The page of a shared channel, as far as it differs from that of a received one (sample_page_test.cpp).
#include <gtest/gtest.h>

#include "frontend/page/sample_page.hpp"
#include "shared/codec.hpp"
#include "tests/frontend/fake_browser.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SharedPageTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kFirst = 1'764'000'000;

  SharedPageTest() {
    page.socket_opened(now);
    say(encode(server.hello(period_of(kFirst))));
    say(encode(SharedStarted{"dice", kFirst}));
  }
  void say(const std::string& text) { page.text_received(text, now); }
  void say_number(std::uint64_t n, std::int32_t more = 0) {
    std::array<char, kMaxNumberText> text;
    say({text.data(), encode(Number{n, server.number(n) + more, server.key(n)}, text)});
  }
  const View& view() const { return page.view(); }

  SharedNumbers server;
  FakeBrowser browser;
  Moment now = 1h;
  SamplePage page{browser,
                  browser,
                  "Here, all the messages will be visible",
                  {.name = "dice", .is_shared = true},
                  // It is half a second after the first number was due.
                  {.start_ms = static_cast<std::int64_t>(kFirst) * 1000 - 3'600'000 + 500, .offset_ms = 0},
                  now};
};

TEST_F(SharedPageTest, ShowsEachNumberVerifiedAndSaysWhoChoseTheSeeds) {
  say_number(kFirst);
  EXPECT_EQ(view().status, "Live. Every number is verified as it arrives; the operator alone chose the seeds.");
  EXPECT_EQ(view().connection, "live");
  EXPECT_EQ(view().number, std::to_string(server.number(kFirst)));
  EXPECT_EQ(view().progress, "1 number verified");
  EXPECT_EQ(view().button, "STOP");
  say_number(kFirst + 1);
  EXPECT_EQ(view().progress, "2 numbers verified");
  EXPECT_EQ(view().age, "just now");
}

TEST_F(SharedPageTest, AFalseNumberIsNotShown) {
  say_number(kFirst);
  say_number(kFirst + 1, 1);
  EXPECT_EQ(view().number, std::to_string(server.number(kFirst)));
  EXPECT_EQ(view().connection, "wrong");
  EXPECT_TRUE(view().status.starts_with("This stream cannot be trusted: number 1,764,000,002 is "))
      << view().status;
  EXPECT_EQ(view().button, "START");
}

TEST_F(SharedPageTest, NumbersThatComeBeforeTheirTimeAreShownAndSaidToBeEarly) {
  say_number(kFirst);
  page.socket_closed(1006, "", now);
  page.press_retry(now);
  page.socket_opened(now);
  say(encode(server.hello(period_of(kFirst))));
  say(encode(SharedStarted{"dice", kFirst + 1}));
  say(encode(server.run(kFirst + 1, 500)));
  EXPECT_EQ(view().status,
            "Live. Every number is verified as it arrives; the operator alone chose the seeds. Numbers arrived 499 "
            "s early: a server's clock may be wrong, or this device was asleep.");
  EXPECT_EQ(view().connection, "live");
  EXPECT_EQ(view().progress, "501 numbers verified");
}

TEST_F(SharedPageTest, APauseKeepsTheProgressOfWhatIsShown) {
  say_number(kFirst);
  page.press_pause(now);
  say_number(kFirst + 1);
  EXPECT_EQ(view().progress, "1 number verified");
  page.press_pause(now);
  EXPECT_EQ(view().progress, "2 numbers verified");
}

}  // namespace
}  // namespace sws
