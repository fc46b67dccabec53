#include "frontend/page.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

constexpr const char* kIntroduction = "Here, all the messages through websocket connection will be visible";

// A page whose button was pressed and whose socket, number 1, is open.
Page live_page() {
  Page page(kIntroduction);
  page.press_button();
  page.socket_opening(1);
  page.socket_opened(1);
  return page;
}

TEST(Page, BeginsWithTheIntroductionAndStart) {
  const Page page(kIntroduction);
  EXPECT_EQ(page.view(), (View{kIntroduction, false, "Ready", "START", "idle"}));
}

TEST(Page, StartOpensASocketAndSaysTheOriginalsWords) {
  Page page(kIntroduction);
  EXPECT_EQ(page.press_button(), Command::open_socket);
  EXPECT_EQ(page.view(),
            (View{kIntroduction, false, "Starting websocket communication: connecting", "STOP", "connecting"}));
}

TEST(Page, ShowsEachNumberAloneAndTheSameStatusForAll) {
  Page page = live_page();
  page.text_received(1, R"({"message": 72})");
  EXPECT_EQ(page.view(), (View{"72", true, "Live: a new number as it comes", "STOP", "live"}));
  page.text_received(1, R"({"message": 5})");
  EXPECT_EQ(page.view(), (View{"5", true, "Live: a new number as it comes", "STOP", "live"}));
}

TEST(Page, StopClosesTheSocketAndKeepsTheLastNumber) {
  Page page = live_page();
  page.text_received(1, R"({"message": 72})");
  EXPECT_EQ(page.press_button(), Command::close_socket);
  EXPECT_EQ(page.view(), (View{"72", true, "Stopped by you after 1 number", "START", "stopped"}));
}

TEST(Page, WhatAnOldSocketSaysDisturbsNothing) {
  Page page = live_page();
  page.press_button();
  page.press_button();
  page.socket_opening(2);
  const View before = page.view();
  page.socket_opened(1);
  page.text_received(1, R"({"message": 1})");
  page.binary_received(1);
  page.socket_closed(1, 1006, "");
  EXPECT_EQ(page.view(), before);
}

TEST(Page, ABrokenFrameIsReportedAndDoesNotStopTheStream) {
  Page page = live_page();
  page.text_received(1, R"({"message": 1})");
  page.text_received(1, R"({"message": "x"})");
  EXPECT_EQ(page.view().number, "1");
  EXPECT_NE(page.view().status.find("1 broken frame left out, the last: \"message\" is a string"),
            std::string::npos)
      << page.view().status;
  page.binary_received(1);
  page.text_received(1, R"({"type": "weather"})");
  EXPECT_NE(page.view().status.find("3 broken frames left out, the last: unknown type \"weather\""),
            std::string::npos);
  page.text_received(1, R"({"message": 2})");
  EXPECT_EQ(page.view().number, "2");
  EXPECT_EQ(page.view().connection, "live");
}

TEST(Page, ACompleteStreamHasEnded) {
  Page page = live_page();
  page.text_received(1, R"({"message": 1})");
  page.text_received(1, R"({"message": 2})");
  page.socket_closed(1, 1000, "");
  EXPECT_EQ(page.view(), (View{"2", true, "Ended: all 2 numbers received", "START", "ended"}));
}

TEST(Page, SaysWhyTheConnectionWasLost) {
  const auto status_after = [](std::uint16_t code, std::string_view reason) {
    Page page = live_page();
    page.socket_closed(1, code, reason);
    EXPECT_EQ(page.view().connection, "lost");
    EXPECT_EQ(page.view().button, "START");
    return page.view().status;
  };
  EXPECT_EQ(status_after(1006, ""), "Lost: the server or the network is gone (1006)");
  EXPECT_EQ(status_after(1001, ""), "Lost: the server is going away (1001)");
  EXPECT_EQ(status_after(1008, "too many"), "Lost: the connection was closed with code 1008: too many");
  Page page = live_page();
  page.text_received(1, R"({"message": 2})");
  page.socket_closed(1, 1001, "");
  EXPECT_EQ(page.view().status, "Lost: the server is going away (1001), after 1 number");
}

TEST(Page, AServerThatCannotBeReachedIsSaidToBe) {
  Page page(kIntroduction);
  page.press_button();
  page.socket_opening(1);
  page.socket_closed(1, 1006, "");
  EXPECT_EQ(page.view().status, "Lost: the server cannot be reached (1006)");
}

TEST(Page, ABrowserThatRefusesTheSocketIsSaidTo) {
  Page page(kIntroduction);
  page.press_button();
  page.socket_refused();
  EXPECT_EQ(page.view().connection, "lost");
  EXPECT_EQ(page.press_button(), Command::open_socket);
}

}  // namespace
}  // namespace sws
