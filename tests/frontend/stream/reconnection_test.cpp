// How a session loses a connection and continues on the next one.
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(StreamSessionTest, ResumeAfterLossDeliversEveryNumberOnce) {
  run_verified(2);
  lose_connection();
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "the connection was lost (1006)");
  EXPECT_EQ(session->attempts(), 1u);
  reconnect();
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"token","next":2})");
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  say(server.started(2));
  EXPECT_EQ(session->phase(), Phase::live);
  say(server.numbers(2, 4));
  say(server.end(EndReason::complete, 5));
  EXPECT_EQ(session->ending().kind, Kind::complete);
  EXPECT_EQ(session->received().next(), 5u);
}

TEST_F(StreamSessionTest, ResumesWithoutAskingForACountAgain) {
  open({.count = server.parameters.count});
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, server.parameters.count, false}));
  say(server.hello());
  say(server.started());
  lose_connection();
  wait();
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, {}, true}));
}

TEST_F(StreamSessionTest, ResumesWithTheTokenOfTheLastStarted) {
  run_verified(2);
  lose_connection();
  reconnect();
  server.token = "renewed";
  say(server.started(2));
  lose_connection();
  reconnect();
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"renewed","next":2})");
}

TEST_F(StreamSessionTest, AnyCloseIsALossUnlessTheStreamHasEnded) {
  for (const std::uint16_t code : std::initializer_list<std::uint16_t>{1000, 1001, 1006, 1008, 1011}) {
    run_verified(1);
    session->socket_closed(code, "", now);
    EXPECT_EQ(session->phase(), Phase::reconnecting) << code;
  }
}

TEST_F(StreamSessionTest, ACloseThatEndsTheAccessEndsTheStreamAtOnce) {
  const auto close = [this] { session->socket_closed(1008, "the access token has expired", now); };
  const auto expect_over = [this] {
    ASSERT_EQ(session->phase(), Phase::over);
    EXPECT_EQ(session->ending().kind, Kind::access_ended);
    EXPECT_EQ(session->ending().why, "the access token has expired");
    EXPECT_EQ(session->deadline(), std::nullopt);
    EXPECT_EQ(browser.asked, 0);
  };
  run_verified(2);
  close();
  expect_over();
  EXPECT_EQ(session->received().next(), 2u);
  open();  // before the server has said anything
  close();
  expect_over();
  open();
  say(R"({"message": 1})");  // in the plain protocol
  close();
  expect_over();
}

TEST_F(StreamSessionTest, WaitsLongerWithEachAttemptUntilNumbersComeAgain) {
  run_verified(1);
  browser.random = 255;  // the longest wait each time
  lose_connection();
  for (const Moment longest : std::initializer_list<Moment>{250ms, 1s, 2s, 4s, 8s, 15s, 15s}) {
    EXPECT_EQ(wait(), longest);
    lose_connection();
  }
  EXPECT_EQ(session->why_lost(), "the server cannot be reached (1006)");
  EXPECT_EQ(session->attempts(), 8u);
  reconnect();
  say(server.started(1));
  say(server.number(1));
  EXPECT_EQ(session->attempts(), 0u);
  lose_connection();
  EXPECT_EQ(wait(), 250ms);
}

TEST_F(StreamSessionTest, AServerThatOnlyGreetsIsNotHammered) {
  run_verified(1);
  browser.random = 255;
  lose_connection();
  reconnect();
  say(server.started(1));
  lose_connection();
  EXPECT_EQ(wait(), 1s);
}

TEST_F(StreamSessionTest, ReconnectsAtOnceWhenTheNetworkReturns) {
  run_verified(1);
  lose_connection();
  session->reconnect_now(now);
  EXPECT_EQ(browser.opened, 2);
  session->reconnect_now(now);  // the session is not waiting any more
  EXPECT_EQ(browser.opened, 2);
}

TEST_F(StreamSessionTest, ANetworkThatFlapsCausesNoMoreAttemptsThanTheUsualWaits) {
  run_verified(1);
  browser.random = 255;  // the longest wait each time
  pass(1min);
  say(server.number(1));
  lose_connection();
  const int before = browser.opened;
  std::vector<Moment> attempts;
  for (const Moment end = now + 2min; now < end; pass(100ms)) {
    if (browser.is_open) {
      attempts.push_back(now);
      lose_connection();
    }
    session->network_returned(now);
    session->set_visible(false, now);
    session->set_visible(true, now);
  }
  ASSERT_EQ(static_cast<std::size_t>(browser.opened - before), attempts.size());
  ASSERT_GE(attempts.size(), 8u);
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    if (i == 1) continue;  // the first one may come at once
    const Moment usual = std::min<Moment>(15s, 1s * (1 << std::min<std::size_t>(i - 1, 5)));
    EXPECT_GE(attempts[i] - attempts[i - 1], std::min<Moment>(usual, 3s)) << i;
    EXPECT_GE(attempts[i] - attempts[i - 1], i > 5 ? 12s : 0s) << i;
  }
}

TEST_F(StreamSessionTest, AReturnOfTheNetworkBringsTheNextAttemptForward) {
  run_verified(1);
  browser.random = 255;
  lose_connection();
  for (int attempt = 0; attempt < 6; ++attempt) {
    wait();
    lose_connection();
  }
  session->network_returned(now);
  EXPECT_EQ(wait(), 250ms);
  EXPECT_EQ(browser.opened, 8);
  lose_connection();
  session->network_returned(now);  // a network that comes again and again is not believed as quickly
  EXPECT_EQ(wait(), 3s);
  lose_connection();
  session->network_returned(now);
  EXPECT_EQ(wait(), 6s);
}

TEST_F(StreamSessionTest, PagesWhoseNetworkReturnsDoNotComeBackTogether) {
  for (const auto& [random, quick] : {std::pair<std::uint8_t, Moment>{0, 50ms}, {255, 250ms}}) {
    run_verified(1);
    browser.random = 255;  // the longest wait each time
    for (int attempt = 0; attempt < 6; ++attempt) {
      lose_connection();
      wait();
    }
    lose_connection();
    pass(4s);
    browser.random = random;
    session->network_returned(now);
    EXPECT_EQ(wait(), quick);
    session->stop(now);
  }
}

TEST_F(StreamSessionTest, DoesNotReconnectWhileNobodyLooksIfThatCanWait) {
  server.parameters.count = 4000;
  run_verified(1);
  session->set_visible(false, now);
  lose_connection();
  pass(1h);
  session->reconnect_now(now);
  EXPECT_EQ(browser.opened, 1);
  session->set_visible(true, now);
  EXPECT_EQ(browser.opened, 2);
}

// The server may refuse to resume a stream that has ended, and then the seed of a long one never comes.
TEST_F(StreamSessionTest, AHiddenPageReconnectsJustBeforeItsStreamEnds) {
  lengthen();
  run_verified(1);
  session->set_visible(false, now);
  lose_connection();
  EXPECT_EQ(wait(), 4097s - 2min - 10ms);
  EXPECT_EQ(browser.opened, 2);
  greet_again();
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"token","next":1})");
  say(server.started(1));
  for (std::uint32_t n = 1; n < 4097; n += 512) say(server.numbers(n, n + 511));
  say(server.end(EndReason::complete, 4097));
  EXPECT_EQ(session->ending().kind, Kind::complete);
  EXPECT_TRUE(session->received().has_proof());
}

TEST_F(StreamSessionTest, AHiddenPageTriesUntilAnHourAfterTheEndOfItsStream) {
  run_verified(1);  // it ends within the next minutes
  browser.random = 255;
  session->set_visible(false, now);
  const Moment end = now + 5s;
  lose_connection();
  EXPECT_EQ(wait(), 250ms);  // as a page in sight
  for (int attempts = 0; session->deadline(); ++attempts) {
    ASSERT_LT(attempts, 1000);
    lose_connection();
    if (session->deadline()) wait();
  }
  EXPECT_GT(now, end + 1h - 20s);
  EXPECT_LT(now, end + 1h + 20s);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  session->set_visible(true, now);
  EXPECT_TRUE(browser.is_open || session->deadline());
}

TEST_F(StreamSessionTest, ASilenceOfThreeIntervalsAndFiveSecondsIsALoss) {
  run_verified(1);
  pass(7999ms);
  EXPECT_EQ(session->phase(), Phase::live);
  say(server.number(1));
  EXPECT_EQ(wait(), 8s);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "the server has sent nothing for 8 s");
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, AnAttemptThatHangsIsGivenUp) {
  run_verified(1);
  lose_connection();
  wait();
  EXPECT_EQ(wait(), 10s);
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->attempts(), 2u);
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, AGapIsReportedAndMendedByResuming) {
  run_verified(2);
  say(server.number(3));
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "number 3 did not arrive before number 4");
  EXPECT_FALSE(browser.is_open);
  reconnect();
  EXPECT_EQ(browser.sent.back(), R"({"type":"resume","token":"token","next":2})");
  say(server.started(2));
  say(server.numbers(2, 3));
  EXPECT_EQ(session->received().next(), 4u);
  EXPECT_EQ(session->faults().sequence_breaks, 1u);
  EXPECT_EQ(session->faults().last_sequence_break, "number 3 did not arrive before number 4");
}

TEST_F(StreamSessionTest, ARepeatIsReportedAndMendedByResuming) {
  run_verified(2);
  say(server.number(1));
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "number 2 arrived again");
}

TEST_F(StreamSessionTest, AnotherStreamAfterAResumeIsRefused) {
  run_verified(2);
  lose_connection();
  reconnect();
  ScriptedServer other = server;
  other.seed[0] ^= 1;
  say(other.started(2));
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, AServerThatHasForgottenProtocol1CannotResume) {
  run_verified(2);
  lose_connection();
  wait();
  session->socket_opened(now);
  say(R"({"message": 7})");
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::lost);
  EXPECT_NE(session->ending().why.find("no longer speaks protocol 1"), std::string::npos);
}

TEST_F(StreamSessionTest, WithoutAConnectionNothingIsReceived) {
  run_verified(2);
  lose_connection();
  const auto expect_nothing_received = [this] {
    const auto deadline = session->deadline();
    const Phase phase = session->phase();
    say(server.number(2));
    say("{");
    session->binary_received();
    session->socket_closed(1000, "", now);
    EXPECT_EQ(session->received().next(), 2u);
    EXPECT_EQ(session->faults().broken_frames, 0u);
    EXPECT_EQ(session->deadline(), deadline);
    EXPECT_EQ(session->phase(), phase);
  };
  EXPECT_EQ(session->attempts(), 1u);
  expect_nothing_received();
  EXPECT_EQ(session->attempts(), 1u);
  reconnect();
  say(server.started(2));
  say(server.end(EndReason::stopped, 2));
  ASSERT_EQ(session->phase(), Phase::over);
  expect_nothing_received();
  EXPECT_EQ(session->ending().kind, Kind::stopped_by_server);
}

TEST_F(StreamSessionTest, ABrowserThatRefusesToReconnectIsAskedAgainLater) {
  run_verified(1);
  lose_connection();
  browser.refuses = true;
  wait();
  EXPECT_EQ(session->phase(), Phase::reconnecting);
  EXPECT_EQ(session->why_lost(), "the browser refused to open the connection");
  EXPECT_EQ(session->attempts(), 2u);
  browser.refuses = false;
  reconnect();
  say(server.started(1));
  EXPECT_EQ(session->phase(), Phase::live);
}

TEST_F(StreamSessionTest, ATokenThatIsRefusedIsNotTriedAgain) {
  for (const std::string code : {"bad_token", "expired_token"}) {
    run_verified(2);
    lose_connection();
    pass(2min);  // so that the page knows that the stream has ended
    greet_again();
    say(R"({"type":"error","code":")" + code + R"(","detail":"no"})");
    ASSERT_EQ(session->phase(), Phase::over) << code;
    EXPECT_EQ(session->ending().kind, Kind::refused) << code;
    EXPECT_EQ(session->ending().why.find(code), std::string::npos) << "a person knows no codes";
    EXPECT_EQ(session->received().next(), 2u) << code;
    EXPECT_EQ(session->deadline(), std::nullopt) << code;
  }
}

TEST_F(StreamSessionTest, AnswerThatCameTooLateForTheServerIsTriedAgain) {
  run_verified(2);
  lose_connection();
  reconnect();
  say(R"({"type":"error","code":"handshake_timeout","detail":"neither start nor resume"})");
  EXPECT_EQ(session->phase(), Phase::reconnecting);
}

}  // namespace
}  // namespace sws
