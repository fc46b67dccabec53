// The fixture of the page's tests: a Page with a fake browser, a scripted server, and a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include "frontend/page/stream_page.hpp"
#include "tests/frontend/fake_browser.hpp"
#include "tests/frontend/scripted_server.hpp"
#include "tests/frontend/stepping_clock.hpp"

namespace sws {

class PageTest : public testing::Test {
 protected:
  static constexpr const char* kVerified = "Live. Every number is verified as it arrives.";
  static constexpr const char* kVerifiedAtEnd =
      "Live. Each number appears as it arrives. More than 4,096 numbers are verified at the end.";
  static constexpr const char* kIntroduction =
      "Here, all the messages through websocket connection will be visible";

  void press() { page.press_start_or_stop(now); }
  void say(const std::string& text) { page.text_received(text, now); }
  // If the socket had not opened yet, nothing answers the page's question either.
  void close(std::uint16_t code, std::string_view reason = "") {
    page.socket_closed(code, reason, now);
    if (browser.is_asking) answer({});
  }
  void answer(const HttpAnswer& answer) {
    browser.is_asking = false;
    page.answered(answer, now);
  }
  void open() {
    press();
    page.socket_opened(now);
  }
  void open_plain() {
    open();
    say(R"({"message": 72})");
  }
  void open_verified(std::uint32_t numbers) {
    open();
    say(server.hello());
    say(server.started());
    for (std::uint32_t n = 0; n < numbers; ++n) say(server.number(n));
  }
  void resume(std::uint32_t next) {
    page.press_retry(now);
    greet_again();
    say(server.started(next));
  }
  void greet_again() {
    EXPECT_TRUE(browser.request.resumes);
    page.socket_opened(now);
    say(ScriptedServer::hello(std::nullopt));
  }
  // Makes the stream one whose numbers are verified at its end.
  void lengthen() { server.parameters.count = kMaxProvenCount + 1; }
  void verify() {
    for (int step = 0; step < 100 && page.deadline() && *page.deadline() <= now; ++step) page.tick(now);
  }
  void pass(Moment time) {
    now += time;
    page.tick(now);
  }
  const View& view() const { return page.view(); }
  void expect(const std::string& number, const char* status, const char* button, const char* connection) const {
    EXPECT_EQ(view().number, number);
    EXPECT_EQ(view().status, status);
    EXPECT_EQ(view().button, button);
    EXPECT_EQ(view().connection, connection);
  }

  FakeBrowser browser;
  ScriptedServer server;
  Moment now = std::chrono::hours(1);
  StreamPage page{browser, browser, SteppingClock::read, kIntroduction};
};

}  // namespace sws
