#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(PageTest, BeginsWithTheIntroductionAndStart) {
  expect(kIntroduction, "Ready", "START", "idle");
  EXPECT_EQ(page.deadline(), std::nullopt);
}

TEST_F(PageTest, StartOpensASocketAndSaysTheOriginalsWords) {
  press();
  EXPECT_EQ(browser.opened, 1);
  expect(kIntroduction, "Starting websocket communication: connecting.", "STOP", "connecting");
}

TEST_F(PageTest, ShowsEachNumberAloneAndTheSameStatusForAll) {
  open_plain();
  expect("72", "Live. Each number appears as it arrives.", "STOP", "live");
  say(R"({"message": 5})");
  expect("5", "Live. Each number appears as it arrives.", "STOP", "live");
}

TEST_F(PageTest, StopEndsAPlainStreamAndKeepsTheLastNumber) {
  open_plain();
  press();
  EXPECT_FALSE(browser.is_open);
  expect("72", "Stopped after 1 number.", "START", "stopped");
}

TEST_F(PageTest, StartAfterStopBeginsAnew) {
  open_plain();
  press();
  press();
  EXPECT_EQ(browser.opened, 2);
  EXPECT_EQ(view().connection, "connecting");
}

TEST_F(PageTest, ABrokenFrameIsReportedAndDoesNotStopTheStream) {
  open_plain();
  say(R"({"message": "x"})");
  EXPECT_EQ(view().number, "72");
  EXPECT_NE(view().status.find("Ignored 1 faulty message; the last: \"message\" is a string"), std::string::npos)
      << view().status;
  page.binary_received(now);
  say(R"({"type": "end", "reason": "complete", "next": 1})");
  EXPECT_NE(
      view().status.find("Ignored 3 faulty messages; the last: a message of protocol 1 in the plain protocol"),
      std::string::npos)
      << view().status;
  say(R"({"message": 2})");
  EXPECT_EQ(view().number, "2");
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, ACompletePlainStreamHasEnded) {
  open_plain();
  say(R"({"message": 2})");
  close(1000);
  EXPECT_EQ(view().status, "Ended after 2 numbers.");
  EXPECT_EQ(view().connection, "ended");
  EXPECT_FALSE(view().has_proof);
}

TEST_F(PageTest, AStreamOfOneNumberOrNoneEndsInWords) {
  open();
  say("{");
  close(1000);
  EXPECT_EQ(view().status, "Ended. No numbers arrived.");
  open_plain();
  close(1000);
  EXPECT_EQ(view().status, "Ended after 1 number.");
  open();
  say("{");
  close(1000);
  EXPECT_EQ(view().status, "Ended. No numbers arrived. The numbers shown are those of the previous stream.");
}

TEST_F(PageTest, AnAccessThatHasExpiredIsSaidAndTheNumbersStay) {
  open_verified(3);
  close(1008, "the access token has expired");
  expect(std::to_string(server.at(2)),
         "Access has ended after 3 numbers: the access token has expired. To keep watching, ask for a new link to "
         "this page. Your 3 numbers are kept. All are verified.",
         "START", "refused");
  EXPECT_EQ(view().progress, "3 numbers verified");
  EXPECT_EQ(browser.opened, 1);
}

TEST_F(PageTest, WhileItAsksWhyItNamesNoAttemptThatThereWasNot) {
  server.parameters.interval_ms = 3'600'000;
  open_verified(2);
  now += 1min;
  page.set_online(true, now);  // a connection that has been silent is tested
  page.socket_closed(1000, "", now);
  page.socket_closed(1006, "", now);
  ASSERT_TRUE(browser.is_asking);
  EXPECT_EQ(view().status, "Reconnecting: the connection did not open; asking the server why.");
  answer({});
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: the server cannot be reached (1006).");
}

TEST_F(PageTest, ATextOfTheServerReachesTheStatusWithoutCharactersThatSteerTheDisplay) {
  open_verified(1);
  close(4000, "x\u202ey");
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: the connection was closed with code 4000: xy.");
}

TEST_F(PageTest, SaysWhyAPlainConnectionWasLost) {
  const auto status_after = [this](std::uint16_t code, std::string_view reason) {
    open_plain();
    close(code, reason);
    EXPECT_EQ(view().connection, "reconnecting");
    const std::string status = view().status;
    press();
    return status;
  };
  EXPECT_EQ(status_after(1006, ""), "Reconnecting, attempt 1: the connection was lost (1006).");
  EXPECT_EQ(status_after(1001, ""), "Reconnecting, attempt 1: the server is shutting down (1001).");
  EXPECT_EQ(status_after(1008, "too many"),
            "Reconnecting, attempt 1: the connection was closed with code 1008: too many.");
}

TEST_F(PageTest, AServerThatCannotBeReachedIsSaidToBe) {
  press();
  close(1006);
  EXPECT_EQ(view().status, "Not connected: the server cannot be reached (1006).");
}

TEST_F(PageTest, ABrowserThatRefusesTheSocketIsSaidTo) {
  browser.refuses = true;
  press();
  EXPECT_EQ(view().status, "Not connected: the browser refused to open the connection.");
  EXPECT_EQ(view().button, "START");
}

TEST_F(PageTest, ALostConnectionIsReconnectedInWords) {
  open_verified(2);
  close(1006);
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: the connection was lost (1006).");
  EXPECT_EQ(view().connection, "reconnecting");
  EXPECT_EQ(view().button, "STOP");
  now = *page.deadline();
  page.tick(now);
  greet_again();
  say(server.started(2));
  EXPECT_EQ(view().status, kVerified);
  EXPECT_EQ(view().number, std::to_string(server.at(1)));
}

TEST_F(PageTest, AMendedGapStaysSaid) {
  open_verified(2);
  say(server.number(3));
  EXPECT_EQ(view().status, "Reconnecting, attempt 1: number 3 did not arrive before number 4.");
  resume(2);
  EXPECT_EQ(view().status,
            kVerified + std::string(" Repaired 1 break in the sequence; the last: number 3 did not arrive before "
                                    "number 4."));
}

TEST_F(PageTest, ARefusalIsSaidWithItsReason) {
  open();
  say(R"({"type":"error","code":"value_not_allowed","detail":"\"count\" is 0"})");
  EXPECT_EQ(view().status, "The server does not allow these settings: \"count\" is 0.");
  EXPECT_EQ(view().connection, "refused");
  EXPECT_EQ(view().button, "START");
}

TEST_F(PageTest, WhatHasComeStaysWhenTheServerCannotGoOn) {
  open_verified(3);
  const std::string uniformity = view().uniformity, mean = view().mean;
  close(1006);
  page.press_retry(now);
  greet_again();
  say(R"({"type":"error","code":"bad_token","detail":"the token's signature is wrong"})");
  expect(std::to_string(server.at(2)),
         "The server was restarted and cannot continue this stream. Your 3 numbers are kept. All are verified.",
         "START", "refused");
  EXPECT_EQ(view().progress, "3 numbers verified");
  EXPECT_TRUE(view().has_proof);
  EXPECT_EQ(view().uniformity, uniformity);
  EXPECT_EQ(view().mean, mean);
  EXPECT_EQ(view().bar_count, 20u);
  EXPECT_EQ(page.numbers().line(100, 4).line.size(), 3u);
  EXPECT_NE(page.numbers().csv().find("\r\n3," + std::to_string(server.at(2))), std::string::npos);
  EXPECT_NE(page.frames().rows().find("bad_token"), std::string::npos);
  open_verified(1);
  EXPECT_EQ(view().progress, "1 of 5 numbers verified");
  EXPECT_EQ(view().connection, "live");
}

TEST_F(PageTest, ANewStreamForgetsTheOldWhenItHasBegun) {
  open_verified(5);
  say(server.end(EndReason::complete, 5));
  verify();
  server.parameters.interval_ms = 3'600'000;
  open();
  say(server.hello());
  EXPECT_EQ(view().status, "Starting websocket communication: connecting.");
  EXPECT_EQ(view().progress, "5 of 5 numbers verified");
  EXPECT_TRUE(view().has_proof);
  EXPECT_FALSE(view().can_pause);
  say(server.started());
  // The first number is an hour away, and nothing on the page is of the old stream.
  EXPECT_EQ(view().number, "–");
  EXPECT_FALSE(view().has_proof);
  for (const std::string& text : {view().progress, view().age, view().mean, view().uniformity, view().repetition,
                                  view().proportion, view().line_reading, view().histogram_reading}) {
    EXPECT_EQ(text, "");
  }
  EXPECT_EQ(view().line_size + view().bar_count, 0u);
  say(server.number(0));
  EXPECT_EQ(view().number, std::to_string(server.at(0)));
}

TEST_F(PageTest, AStartThatIsRefusedOrStoppedLeavesTheStreamBeforeWhole) {
  open_verified(5);
  say(server.end(EndReason::complete, 5));
  verify();
  const View old = view();
  const std::string csv = page.numbers().csv(), name = page.csv_name(), proof = page.proof_json();
  const auto expect_whole = [&](const char* status) {
    expect(old.number, status, "START", status[0] == 'T' ? "refused" : "stopped");
    EXPECT_EQ(view().progress, old.progress);
    EXPECT_EQ(view().mean, old.mean);
    EXPECT_EQ(view().uniformity, old.uniformity);
    EXPECT_EQ(view().repetition, old.repetition);
    EXPECT_EQ(view().line_size, 5u);
    EXPECT_EQ(page.numbers().csv(), csv);
    EXPECT_EQ(page.csv_name(), name);
    ASSERT_TRUE(view().has_proof);
    EXPECT_EQ(page.proof_json(), proof);
    EXPECT_EQ(page.proof_name(), "simplewebsocket-01020300.json");
  };
  for (int time = 0; time < 2; ++time) {
    press();
    page.socket_closed(1006, "", now);
    answer({.status = 403});
    expect_whole(
        "This page is not allowed to open streams here (403). The numbers shown are those of the previous stream.");
  }
  press();
  press();
  expect_whole("Stopped before the first number. The numbers shown are those of the previous stream.");
}

TEST_F(PageTest, ThePlainStreamBeforeStaysToo) {
  open_plain();
  close(1000);
  press();
  page.socket_closed(1006, "", now);
  answer({.status = 403});
  EXPECT_EQ(view().number, "72");
  EXPECT_EQ(view().progress, "1 number");
  EXPECT_EQ(page.csv_name(), "simplewebsocket.csv");
}

TEST_F(PageTest, AFileAboutAPlainStreamHasNoIdInItsName) {
  open_plain();
  EXPECT_EQ(page.csv_name(), "simplewebsocket.csv");
}

TEST_F(PageTest, AHiddenPageWaitsUntilItIsLookedAt) {
  server.parameters.count = 4000;
  open_verified(2);
  page.set_visible(false, now);
  close(1006);
  EXPECT_GT(*page.deadline() - now, 1h);
  now += 1h;
  page.set_visible(true, now);
  EXPECT_EQ(browser.opened, 2);
}

}  // namespace
}  // namespace sws
