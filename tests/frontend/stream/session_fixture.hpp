// The fixture of the session's tests: a session with a fake browser, a scripted server, and a clock that the test
// moves.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "frontend/stream/stream_session.hpp"
#include "tests/frontend/fake_browser.hpp"
#include "tests/frontend/scripted_server.hpp"

namespace sws {

class StreamSessionTest : public testing::Test {
 protected:
  using Phase = StreamSession::Phase;
  using Protocol = StreamSession::Protocol;
  using Kind = StreamSession::Ending::Kind;
  using Numbers = std::vector<std::int32_t>;

  void open(StreamChoice wanted = {}) {
    session.emplace(browser, browser, wanted, now);
    session->socket_opened(now);
  }
  void say(const std::string& text) { session->text_received(text, now); }
  // Starts a stream and lets the server send its first `numbers` numbers.
  void run_verified(std::uint32_t numbers) {
    open();
    say(server.hello());
    say(server.started());
    for (std::uint32_t n = 0; n < numbers; ++n) say(server.number(n));
  }
  // Breaks the connection. If it had not opened yet, nothing answers the session's question either.
  void lose_connection() {
    session->socket_closed(1006, "", now);
    if (browser.is_asking) answer({});
  }
  void answer(const HttpAnswer& answer) {
    browser.is_asking = false;
    session->answered(answer, now);
  }
  // Lets time pass until the session's deadline and returns how long that took. The test fails if there is none.
  Moment wait() {
    const auto deadline = session->deadline();
    if (!deadline) {
      ADD_FAILURE() << "nothing is planned";
      return Moment(0);
    }
    const Moment waited = *deadline - now;
    pass(waited);
    return waited;
  }
  void pass(Moment time) {
    now += time;
    session->tick(now);
  }
  // Lets the session reconnect after a loss: the socket opens and the server says hello.
  void reconnect() {
    wait();
    greet_again();
  }
  void greet_again() {
    EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, {}, true}));
    session->socket_opened(now);
    say(ScriptedServer::hello(std::nullopt));
  }
  // Makes the stream one whose numbers are verified at its end.
  void lengthen() { server.parameters.count = kMaxProvenCount + 1; }

  FakeBrowser browser;
  ScriptedServer server;
  Moment now = std::chrono::hours(1);
  std::optional<StreamSession> session;
};

}  // namespace sws
