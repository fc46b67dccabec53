#include "frontend/stream/sample_session.hpp"

#include <gtest/gtest.h>

#include "tests/frontend/fake_browser.hpp"
#include "tests/frontend/scripted_log.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class SampleSessionTest : public testing::Test {
 protected:
  using Phase = Session::Phase;
  using Kind = Session::Ending::Kind;

  SampleSessionTest() { session.start(now); }
  void say(const std::string& text) { session.text_received(text, now); }
  void greet(std::uint64_t next) {
    session.socket_opened(now);
    say(server.hello(next));
  }
  // Starts, and lets the server send `numbers` of its history.
  void start(std::uint64_t numbers) {
    greet(numbers);
    say(server.started(0));
    if (numbers > 0) say(ScriptedLog::numbers(0, std::vector<double>(numbers, 21.5)));
  }
  void lose() { session.socket_closed(1006, "", now); }
  void wait() {
    now = session.deadline().value_or(now);
    session.tick(now);
  }
  void pass(Moment time) {
    now += time;
    session.tick(now);
  }

  FakeBrowser browser;
  ScriptedLog server;
  Moment now = 1h;
  SampleSession session{browser, browser};
};

TEST_F(SampleSessionTest, AsksForTheHistoryAndForAllThatFollows) {
  EXPECT_EQ(session.phase(), Phase::connecting);
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, {}, false}));
  greet(1234);
  EXPECT_EQ(browser.sent.back(), R"({"type":"start","last":600})");
  EXPECT_FALSE(session.is_started());
  say(server.started(634));
  EXPECT_TRUE(session.is_started());
  EXPECT_EQ(session.phase(), Phase::live);
  say(ScriptedLog::numbers(634, std::vector<double>(500, 20)));
  say(ScriptedLog::numbers(1134, std::vector<double>(100, 20)));
  EXPECT_EQ(session.received().samples().size(), 600u);
  EXPECT_FALSE(session.is_last_live());
  say(ScriptedLog::number(1234, 21.5));
  EXPECT_TRUE(session.is_last_live());
  EXPECT_EQ(session.received().samples().back().sample.value, 21.5);
  EXPECT_EQ(session.faults().broken_frames, 0u);
}

TEST_F(SampleSessionTest, KnowsWhetherTheServerWaitsForItsSource) {
  start(3);
  EXPECT_FALSE(session.is_source_away());
  say(R"({"type":"source","connected":false})");
  EXPECT_TRUE(session.is_source_away());
  EXPECT_EQ(session.phase(), Phase::live);
  say(R"({"type":"source","connected":true})");
  EXPECT_FALSE(session.is_source_away());
  say(R"({"type":"source","connected":false})");
  lose();
  wait();
  greet(3);
  say(server.started(3));
  EXPECT_FALSE(session.is_source_away());
  EXPECT_EQ(session.faults().broken_frames, 0u);
}

TEST_F(SampleSessionTest, AfterALossItGoesOnWithTheNextNumber) {
  start(3);
  lose();
  EXPECT_EQ(session.phase(), Phase::reconnecting);
  wait();
  EXPECT_EQ(browser.opened, 2);
  greet(5);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"01020300000000000000000000000000","next":3})");
  say(server.started(3));
  say(ScriptedLog::numbers(3, {1, 2}));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.received().samples().size(), 5u);
  EXPECT_EQ(session.received().gap_within(100), "");
}

TEST_F(SampleSessionTest, ALossBeforeTheStartIsFollowedByAnotherAttemptToo) {
  lose();
  ASSERT_TRUE(browser.is_asking);
  browser.is_asking = false;
  session.answered({}, now);
  EXPECT_EQ(session.phase(), Phase::reconnecting);
  wait();
  EXPECT_EQ(browser.opened, 2);
  greet(0);
  EXPECT_EQ(browser.sent.back(), R"({"type":"start","last":600})");
}

TEST_F(SampleSessionTest, GoesOnWithANewLogOfTheServer) {
  start(3);
  lose();
  wait();
  server.id = {7};
  greet(1);
  say(server.started(0));
  say(ScriptedLog::number(0, 5));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.received().gap_within(100), "the server started over, so some numbers may be missing");
  lose();
  wait();
  greet(1);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"07000000000000000000000000000000","next":1})");
}

TEST_F(SampleSessionTest, TakesAGapForWhatTheServerSays) {
  start(17);
  say(ScriptedLog::gap(17, 120));
  say(ScriptedLog::number(120, 5));
  EXPECT_EQ(session.received().gap_within(100), "numbers 18 to 120 are no longer available");
  EXPECT_EQ(session.received().samples().size(), 18u);
  EXPECT_EQ(session.faults().sequence_breaks, 0u);
}

TEST_F(SampleSessionTest, NumbersThatDoNotFollowAreAskedForAgain) {
  for (const std::string& wrong : {ScriptedLog::number(4, 1), ScriptedLog::number(2, 1), ScriptedLog::gap(5, 7)}) {
    SampleSession another(browser, browser);
    another.start(now);
    for (const std::string& text :
         {server.hello(3), server.started(0), ScriptedLog::numbers(0, {1, 2, 3}), wrong}) {
      another.text_received(text, now);
    }
    EXPECT_EQ(another.phase(), Phase::reconnecting) << wrong;
    EXPECT_EQ(another.faults().sequence_breaks, 1u) << wrong;
    EXPECT_EQ(another.received().next(), 3u) << wrong;
  }
}

TEST_F(SampleSessionTest, ASilentSourceIsNoLossAndTheConnectionIsTested) {
  start(1);
  EXPECT_EQ(session.deadline(), now + Session::kTrustTime);
  pass(Session::kTrustTime - 1s);
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_TRUE(browser.is_open);
  pass(1s);
  EXPECT_TRUE(browser.is_closing);
  EXPECT_EQ(session.phase(), Phase::live);
  session.socket_closed(1000, "", now);
  greet(1);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"01020300000000000000000000000000","next":1})");
  say(server.started(1));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.deadline(), now + Session::kTrustTime);
}

TEST_F(SampleSessionTest, ANumberPutsTheTestOff) {
  start(1);
  pass(5min);
  say(ScriptedLog::number(1, 2));
  EXPECT_EQ(session.deadline(), now + Session::kTrustTime);
}

TEST_F(SampleSessionTest, AServerThatDoesNotAnswerIsLeft) {
  session.socket_opened(now);
  pass(Session::kAnswerTime);
  EXPECT_EQ(session.phase(), Phase::reconnecting);
  wait();
  greet(0);
  pass(Session::kAnswerTime);
  EXPECT_EQ(session.phase(), Phase::reconnecting);
}

TEST_F(SampleSessionTest, TheEndOfTheSourceIsTheEnd) {
  start(3);
  say(ScriptedLog::end(3));
  EXPECT_EQ(session.phase(), Phase::over);
  EXPECT_EQ(session.ending().kind, Kind::complete);
  EXPECT_EQ(session.ending().why, "");
  EXPECT_EQ(session.deadline(), std::nullopt);
}

TEST_F(SampleSessionTest, AnEndBehindNumbersThatDidNotComeSaysSo) {
  start(3);
  say(ScriptedLog::end(5));
  EXPECT_EQ(session.ending().why, "numbers 4 to 5 did not arrive");
}

TEST_F(SampleSessionTest, StopsAndGoesOnWhereItWas) {
  start(3);
  session.stop(now);
  EXPECT_EQ(session.phase(), Phase::over);
  EXPECT_EQ(session.ending().kind, Kind::stopped);
  EXPECT_FALSE(browser.is_open);
  session.start(now);
  EXPECT_EQ(session.phase(), Phase::connecting);
  greet(5);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","log":"01020300000000000000000000000000","next":3})");
}

TEST_F(SampleSessionTest, AnErrorOfTheServerIsTheEnd) {
  session.socket_opened(now);
  say(encode(ErrorMessage{"too_many", "too many viewers"}));
  EXPECT_EQ(session.ending().kind, Kind::refused);
  EXPECT_EQ(session.ending().why, "too many viewers (too_many)");
}

TEST_F(SampleSessionTest, AnAnswerThatCameTooLateIsGivenAgain) {
  start(1);
  lose();
  wait();
  greet(1);
  say(R"({"type":"error","code":"handshake_timeout","detail":""})");
  EXPECT_EQ(session.phase(), Phase::reconnecting);
}

TEST_F(SampleSessionTest, AServerThatComputesTheNumbersNowIsLeft) {
  session.socket_opened(now);
  say(R"({"message": 72})");
  EXPECT_EQ(session.ending().kind, Kind::lost);
  EXPECT_EQ(session.ending().why, "the server no longer receives this channel; reload the page");
}

TEST_F(SampleSessionTest, BrokenFramesAreCountedAndLeftOut) {
  start(1);
  int broken = 0;
  for (const std::string text :
       {"{", R"({"message": 72})", R"({"type":"number","seq":1,"message":1e999,"at_ms":0})"}) {
    say(text);
    EXPECT_EQ(session.faults().broken_frames, static_cast<std::uint32_t>(++broken)) << text;
  }
  session.binary_received();
  EXPECT_EQ(session.faults().broken_frames, 4u);
  say(server.started(1));
  EXPECT_EQ(session.faults().broken_frames, 5u);
  say(ScriptedLog::number(1, 2));
  EXPECT_EQ(session.received().samples().size(), 2u);
}

TEST_F(SampleSessionTest, IgnoresMessagesOfTypesThatItDoesNotKnow) {
  const std::string unknown = R"({"type":"weather","message":4})";
  session.socket_opened(now);
  say(unknown);
  say(server.hello(0));
  say(unknown);
  say(server.started(0));
  say(unknown);
  say(ScriptedLog::number(0, 2));
  EXPECT_EQ(session.phase(), Phase::live);
  EXPECT_EQ(session.received().samples().size(), 1u);
  EXPECT_EQ(session.faults().broken_frames, 0u);
}

TEST_F(SampleSessionTest, ReconnectsWithinAQuarterOfASecondAfterALossAndWhenTheNetworkReturns) {
  for (const auto& [random, quick] : {std::pair<std::uint8_t, Moment>{0, 50ms}, {255, 250ms}}) {
    browser.random = random;
    start(1);
    lose();
    EXPECT_EQ(*session.deadline() - now, quick);
    browser.random = 255;
    for (int attempt = 0; attempt < 5; ++attempt) {
      wait();
      lose();
      session.answered({}, now);
    }
    browser.random = random;
    session.network_returned(now);
    EXPECT_EQ(*session.deadline() - now, quick);
    wait();
    greet(1);
    say(server.started(1));
    say(ScriptedLog::number(session.received().next(), 21.5));
    session.stop(now);
    session.start(now);
  }
}

TEST_F(SampleSessionTest, NumbersBeforeTheStartAreLeftOut) {
  greet(3);
  say(ScriptedLog::number(0, 2));
  say(ScriptedLog::gap(0, 2));
  say(ScriptedLog::end(0));
  EXPECT_EQ(session.faults().broken_frames, 3u);
  EXPECT_TRUE(session.received().samples().empty());
  EXPECT_EQ(session.phase(), Phase::connecting);
}

}  // namespace
}  // namespace sws
