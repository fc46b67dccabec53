#include "frontend/stream/stream_session.hpp"

#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(StreamSessionTest, SaysNothingBeforeTheServerHasCommitted) {
  open();
  EXPECT_EQ(session->phase(), Phase::connecting);
  EXPECT_TRUE(browser.sent.empty());
  say(server.hello());
  EXPECT_EQ(
      browser.sent,
      (std::vector<std::string>{
          R"({"type":"start","client_seed":"AAAAAAAAAAAAAAAAAAAAAA","min":0,"max":100,"interval_ms":1000})"}));
}

TEST_F(StreamSessionTest, AsksForTheVisitorsChoice) {
  open();
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, {}, false}));
  open({.min = -5, .max = 5, .interval_ms = 20, .count = 7});
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, 7, false}));
  server.parameters = {-5, 5, 20, 7};
  say(server.hello());
  EXPECT_EQ(browser.sent.back(),
            R"({"type":"start","client_seed":"AAAAAAAAAAAAAAAAAAAAAA","min":-5,"max":5,"interval_ms":20})");
  say(server.started());
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(session->received().parameters, server.parameters);
}

TEST_F(StreamSessionTest, KeepsEveryNumberInOrder) {
  run_verified(2);
  say(server.numbers(2, 4));
  EXPECT_EQ(session->received().numbers,
            (Numbers{server.at(0), server.at(1), server.at(2), server.at(3), server.at(4)}));
}

TEST_F(StreamSessionTest, IsCompleteWithoutARevealedSeed) {
  run_verified(5);
  say(server.end(EndReason::complete, 5));
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::complete);
  EXPECT_EQ(session->ending().why, "");
  EXPECT_FALSE(browser.is_open);
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(StreamSessionTest, RefusesAStreamThatWasNotCommittedTo) {
  open();
  say(server.hello());
  ScriptedServer other = server;
  other.seed[0] = 1;
  say(other.started());
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_EQ(session->ending().why, "the server did not start what it promised: its commitment has changed");
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, RefusesAStreamThatWasNotAskedFor) {
  for (const StreamChoice& wanted : {StreamChoice{.min = 1}, {.max = 6}, {.interval_ms = 20}}) {
    open(wanted);
    say(server.hello());
    say(server.started());
    ASSERT_EQ(session->phase(), Phase::over);
    EXPECT_EQ(session->ending().kind, Kind::distrusted);
    EXPECT_EQ(session->ending().why,
              "the server did not start what it promised: its range or interval is not what was asked for");
    EXPECT_FALSE(session->is_started());
  }
}

TEST_F(StreamSessionTest, AServerThatStopsUnaskedIsSaidTo) {
  run_verified(2);
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(session->ending().kind, Kind::stopped_by_server);
}

TEST_F(StreamSessionTest, AnEndThatCountsDifferentlyIsNotTrusted) {
  run_verified(3);
  say(server.end(EndReason::complete, 5));
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_EQ(session->ending().why, "the server counts 5 numbers, but 3 arrived");
  run_verified(3);
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_EQ(session->ending().why, "the server counts 2 numbers, but 3 arrived");
  run_verified(3);
  say(server.end(EndReason::complete, 3));
  EXPECT_EQ(session->ending().kind, Kind::distrusted);
  EXPECT_EQ(session->ending().why, "the server says that the stream is complete, but it should have 5 numbers");
}

TEST_F(StreamSessionTest, AnErrorIsSaidAndNotTriedAgain) {
  open();
  say(server.hello());
  say(R"({"type":"error","code":"value_not_allowed","detail":"\"count\" is 0"})");
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->ending().why, "the server does not allow these settings: \"count\" is 0");
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(StreamSessionTest, AHandshakeTimeoutBeforeTheStreamHasStartedIsRefusedForGood) {
  open();
  say(server.hello());
  say(R"({"type":"error","code":"handshake_timeout","detail":"neither start nor resume came in time"})");
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->ending().why, "this page answered too late");
  EXPECT_EQ(session->deadline(), std::nullopt);
  EXPECT_FALSE(browser.is_open);
}

TEST_F(StreamSessionTest, ABrokenFrameIsReportedAndDoesNotStopTheStream) {
  run_verified(1);
  say("{");
  say(R"({"message": 5})");
  say(server.hello());
  session->binary_received();
  EXPECT_EQ(session->faults().broken_frames, 4u);
  EXPECT_EQ(session->faults().last_broken_frame, "binary data instead of text");
  say(server.number(1));
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(session->received().next(), 2u);
}

TEST_F(StreamSessionTest, IgnoresMessagesOfTypesThatItDoesNotKnow) {
  const std::string unknown = R"({"type":"weather","message":4})";
  open();
  say(server.hello());
  say(unknown);
  say(server.started());
  say(unknown);
  say(server.number(0));
  lose_connection();
  wait();
  session->socket_opened(now);
  say(unknown);
  say(ScriptedServer::hello(std::nullopt));
  say(server.started(1));
  EXPECT_EQ(session->phase(), Phase::live);
  open();
  say(R"({"message": 4})");
  say(unknown);
  EXPECT_EQ(session->received().next(), 1u);
  EXPECT_EQ(session->faults().broken_frames, 0u);
}

TEST_F(StreamSessionTest, AnythingButStartedAfterHelloIsABrokenFrame) {
  open();
  say(server.hello());
  say(server.number(0));
  EXPECT_EQ(session->faults().last_broken_frame, "a number before the stream was started");
  say(server.end(EndReason::stopped, 0));
  EXPECT_EQ(session->faults().last_broken_frame, "a message that has no place here");
  EXPECT_EQ(session->faults().broken_frames, 2u);
  EXPECT_EQ(session->phase(), Phase::connecting);
  say(server.started());
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(session->received().next(), 0u);
}

TEST_F(StreamSessionTest, AServerThatAnswersStartWithSilenceIsLost) {
  open();
  say(server.hello());
  EXPECT_EQ(wait(), 10s);
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::lost);
  EXPECT_EQ(session->ending().why, "the server has sent nothing for 10 s");
}

TEST_F(StreamSessionTest, ABrowserThatRefusesTheSocketEndsIt) {
  browser.refuses = true;
  open();
  ASSERT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().why, "the browser refused to open the connection");
}

TEST_F(StreamSessionTest, AnyOtherFirstFrameMeansThePlainProtocol) {
  for (const std::string first : {R"({"message": 4})", "{", R"({"type":"weather"})"}) {
    open();
    say(first);
    EXPECT_EQ(session->protocol(), Protocol::plain) << first;
    EXPECT_EQ(session->phase(), Phase::live) << first;
    say(R"({"message": 72})");
    say(server.hello());
    EXPECT_EQ(session->received().numbers.back(), 72) << first;
    EXPECT_TRUE(browser.sent.empty()) << first;
    EXPECT_EQ(session->deadline(), std::nullopt) << first;
  }
}

TEST_F(StreamSessionTest, ABinaryFirstFrameMeansThePlainProtocol) {
  open();
  session->binary_received();
  EXPECT_EQ(session->protocol(), Protocol::plain);
  EXPECT_EQ(session->phase(), Phase::live);
  say(R"({"message": 72})");
  EXPECT_EQ(session->received().next(), 1u);
}

}  // namespace
}  // namespace sws
