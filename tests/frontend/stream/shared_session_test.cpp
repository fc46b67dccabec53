#include "frontend/stream/shared_session.hpp"

#include <gtest/gtest.h>

#include "shared/codec.hpp"
#include "tests/frontend/fake_browser.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SharedSessionTest : public testing::Test {
 protected:
  using Phase = Session::Phase;
  using Kind = Session::Ending::Kind;

  static constexpr std::uint64_t kFirst = 1'764'000'000;

  SharedSessionTest() { session.start(now); }
  void say(const std::string& text) { session.text_received(text, now); }
  void greet(SharedNumbers& by) {
    session.socket_opened(now);
    say(encode(by.hello(period_of(kFirst))));
  }
  void start() {
    greet(server);
    say(encode(SharedStarted{"dice", kFirst}));
  }
  std::string number(std::uint64_t n, std::int32_t more = 0) {
    std::array<char, kMaxNumberText> text;
    return {text.data(), encode(Number{n, server.number(n) + more, server.key(n)}, text)};
  }
  void lose() { session.socket_closed(1006, "", now); }
  void wait() {
    now = session.deadline().value_or(now);
    session.tick(now);
  }
  void expect_distrusted(const std::string& why) {
    ASSERT_EQ(session.phase(), Phase::over);
    EXPECT_EQ(session.ending().kind, Kind::distrusted);
    EXPECT_EQ(session.ending().why, why);
  }

  SharedNumbers server;
  FakeBrowser browser;
  Moment now = 1h;
  SharedSession session{browser, browser};
};

TEST_F(SharedSessionTest, BeginsWithTheNumberThatIsDueNow) {
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, {}, false}));
  greet(server);
  EXPECT_EQ(browser.sent.back(), R"({"type":"start"})");
  say(encode(SharedStarted{"dice", kFirst}));
  EXPECT_EQ(session.phase(), Phase::live);
  say(number(kFirst));
  EXPECT_FALSE(session.is_last_live());
  say(number(kFirst + 1));
  EXPECT_TRUE(session.is_last_live());
  const auto& samples = session.received().samples();
  ASSERT_EQ(samples.size(), 2U);
  EXPECT_EQ(samples[1].seq, kFirst + 1);
  EXPECT_EQ(samples[1].sample, (Sample{static_cast<double>(server.number(kFirst + 1)), 1'764'000'001'000}));
  EXPECT_EQ(session.faults().broken_frames, 0U);
}

TEST_F(SharedSessionTest, TakesARunThatItVerifies) {
  start();
  say(number(kFirst));
  say(encode(server.run(kFirst + 1, 30)));
  EXPECT_EQ(session.received().count(), 31U);
  EXPECT_FALSE(session.is_last_live());
  EXPECT_EQ(session.phase(), Phase::live);
}

TEST_F(SharedSessionTest, ANumberThatItsKeyDoesNotGiveEndsIt) {
  start();
  say(number(kFirst));
  say(number(kFirst + 1, 1));
  expect_distrusted("number 1,764,000,002 is " + std::to_string(server.number(kFirst + 1) + 1) +
                    ", but its key gives " + std::to_string(server.number(kFirst + 1)));
  EXPECT_EQ(session.received().count(), 1U);
}

TEST_F(SharedSessionTest, ANumberWithoutAKeyEndsIt) {
  start();
  say(R"({"type":"number","seq":1764000000,"message":5})");
  expect_distrusted("number 1,764,000,001 arrived with 0 instead of 1 keys, one for each period");
}

TEST_F(SharedSessionTest, ARootThatComesTooLateEndsIt) {
  start();
  say(encode(server.root(period_of(kFirst) + 2)));
  say(number(kFirst));
  EXPECT_EQ(session.phase(), Phase::live);
  say(encode(Root{period_of(kFirst) - 1, {}}));
  expect_distrusted(
      "the root of period 430663 arrived when number 1,764,000,002 was due, less than a whole period ahead");
}

TEST_F(SharedSessionTest, AfterALossItGoesOnWithTheNextNumberOfTheSameServers) {
  start();
  say(number(kFirst));
  lose();
  wait();
  greet(server);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","next":1764000001})");
  say(encode(SharedStarted{"dice", kFirst + 1}));
  say(number(kFirst + 1));
  EXPECT_FALSE(session.is_last_live());  // it was due while there was no connection
  say(encode(server.run(kFirst + 2, 3)));
  EXPECT_EQ(session.received().count(), 5U);
  EXPECT_EQ(session.received().gap_within(100), "");
}

TEST_F(SharedSessionTest, ALossBeforeTheStartIsFollowedByAnotherStart) {
  greet(server);
  lose();
  wait();
  greet(server);
  EXPECT_EQ(browser.sent.back(), R"({"type":"start"})");
}

TEST_F(SharedSessionTest, AGapIsKept) {
  start();
  say(number(kFirst));
  say(encode(Gap{kFirst + 1, kFirst + 10}));
  say(number(kFirst + 10));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.received().gap_within(100), "numbers 1,764,000,002 to 1,764,000,010 are no longer available");
}

TEST_F(SharedSessionTest, AServerWithOtherRootsIsNotTrustedAndStartTriesAnew) {
  start();
  say(number(kFirst));
  lose();
  wait();
  SharedNumbers other;
  other.secret = {9};
  greet(other);
  expect_distrusted("the root of period 430664 is not the one that the server announced before");
  session.start(now);
  greet(other);
  EXPECT_EQ(browser.sent.back(), R"({"type":"start"})");
  say(encode(SharedStarted{"dice", kFirst + 5}));
  say(encode(other.run(kFirst + 5, 2)));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.received().count(), 3U);
}

TEST_F(SharedSessionTest, ASilenceOfThreeIntervalsIsALoss) {
  start();
  say(number(kFirst));
  now += 3s + SharedSession::kSilenceGrace - 1ms;
  session.tick(now);
  EXPECT_EQ(session.phase(), Phase::live);
  now += 1ms;
  session.tick(now);
  EXPECT_EQ(session.phase(), Phase::reconnecting);
}

TEST_F(SharedSessionTest, AChannelOfAnotherKindIsOver) {
  session.socket_opened(now);
  say(R"({"type":"hello","protocol":1,"limits":{"min_interval_ms":10,"max_interval_ms":3600000,"max_count":9}})");
  EXPECT_EQ(session.ending().kind, Kind::lost);
}

TEST_F(SharedSessionTest, StopAndStartGoOn) {
  start();
  say(number(kFirst));
  session.stop(now);
  EXPECT_EQ(session.ending().kind, Kind::stopped);
  session.start(now);
  greet(server);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","next":1764000001})");
}

}  // namespace
}  // namespace sws
