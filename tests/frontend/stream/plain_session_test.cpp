// How a session goes on with a server that speaks the plain protocol, in which nothing can be resumed.
#include "tests/frontend/stream/session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class PlainSessionTest : public StreamSessionTest {
 protected:
  void open_plain() {
    open();
    say(R"({"message": 1})");
  }
  // The connection has been there for so long that it counts as one that works.
  void run_plain() {
    open_plain();
    pass(10s);
    say(R"({"message": 2})");
  }
  void connect_again() {
    wait();
    session->socket_opened(now);
  }
};

TEST_F(PlainSessionTest, EndsWithCode1000) {
  open_plain();
  session->socket_closed(1000, "", now);
  EXPECT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::complete);
  EXPECT_EQ(session->deadline(), std::nullopt);
}

TEST_F(PlainSessionTest, ReconnectsAfterAnyOtherEndAndKeepsItsNumbers) {
  for (const std::uint16_t code : std::initializer_list<std::uint16_t>{1001, 1006, 1011, 1012}) {
    run_plain();
    session->socket_closed(code, "", now);
    EXPECT_EQ(session->phase(), Phase::reconnecting) << code;
    wait();
    EXPECT_EQ(browser.request, StreamRequest());  // as a client of the plain protocol
    session->socket_opened(now);
    say(R"({"message": 7})");
    EXPECT_EQ(session->phase(), Phase::live);
    EXPECT_EQ(session->received().numbers, (Numbers{1, 2, 7}));
    EXPECT_EQ(session->pace().missing(), 1u);
    EXPECT_TRUE(browser.sent.empty());
    session->stop(now);
  }
}

TEST_F(PlainSessionTest, ReconnectsWithinAQuarterOfASecondAfterALossAndWhenTheNetworkReturns) {
  for (const auto& [random, quick] : {std::pair<std::uint8_t, Moment>{0, 50ms}, {255, 250ms}}) {
    run_plain();
    browser.random = random;
    lose_connection();
    EXPECT_EQ(*session->deadline() - now, quick);
    browser.random = 255;
    for (int attempt = 0; attempt < 5; ++attempt) {
      wait();
      lose_connection();
    }
    browser.random = random;
    session->network_returned(now);
    EXPECT_EQ(*session->deadline() - now, quick);
    session->stop(now);
  }
}

TEST_F(PlainSessionTest, IsLiveAsSoonAsTheConnectionIsThereBecauseNothingElseIsPromised) {
  run_plain();
  lose_connection();
  connect_again();
  EXPECT_EQ(session->phase(), Phase::live);
  EXPECT_EQ(session->deadline(), std::nullopt);  // the next number may come in an hour
  EXPECT_EQ(session->pace().missing(), std::nullopt);
  lose_connection();
  EXPECT_EQ(session->phase(), Phase::reconnecting);
}

TEST_F(PlainSessionTest, AServerThatSendsANumberAndFailsIsNotHammered) {
  browser.random = 255;
  run_plain();
  lose_connection();
  for (const Moment longest : std::initializer_list<Moment>{250ms, 1s, 2s, 4s}) {
    EXPECT_EQ(wait(), longest);
    session->socket_opened(now);
    say(R"({"message": 1})");
    lose_connection();
  }
  connect_again();
  pass(10s);
  say(R"({"message": 1})");  // now the connection has lasted
  lose_connection();
  EXPECT_EQ(wait(), 250ms);
}

TEST_F(PlainSessionTest, StopWhileItReconnectsIsOverAtOnce) {
  run_plain();
  lose_connection();
  session->stop(now);
  EXPECT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::stopped);
  EXPECT_EQ(session->received().next(), 2u);
}

TEST_F(PlainSessionTest, IsLeftIfTheServerForbidsItMeanwhile) {
  run_plain();
  lose_connection();
  wait();
  session->socket_closed(1006, "", now);
  ASSERT_TRUE(browser.is_asking);
  answer({.status = 403});
  EXPECT_EQ(session->phase(), Phase::over);
  EXPECT_EQ(session->ending().kind, Kind::refused);
  EXPECT_EQ(session->received().next(), 2u);
}

TEST_F(PlainSessionTest, HiddenPagesReconnectWhenTheyAreLookedAt) {
  run_plain();
  session->set_visible(false, now);
  lose_connection();
  EXPECT_EQ(session->deadline(), std::nullopt);
  pass(1h);
  session->set_visible(true, now);
  EXPECT_EQ(browser.opened, 2);
}

}  // namespace
}  // namespace sws
