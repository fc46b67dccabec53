// An HttpSession that hands its socket over to a stream.
#include <gtest/gtest.h>

#include "backend/admission/access.hpp"
#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpSessionTest, AnUpgradeHandsOverWhatArrivedBehindItAndTheSlot) {
  connect();
  EXPECT_EQ(ask(std::string(kUpgrade) + "first frame"), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_FALSE(upgrader_.record.drained);
  EXPECT_EQ(upgrader_.record.address, (StreamAddress{"a channel", Framing::websocket}));
  EXPECT_EQ(upgrader_.record.wanted.protocol, StreamProtocol::verified);
  EXPECT_EQ(upgrader_.record.target, "/stream?protocol=1");
  EXPECT_EQ(upgrader_.record.prefetched, "first frame");
  EXPECT_EQ(upgrader_.record.settings, settings_);
  EXPECT_EQ(connections_.size(), 1U);  // the session has gone, the stream has not
  EXPECT_FALSE(admission_.admit());    // the stream has the session's slot
  EXPECT_EQ(metrics_.requests.value(), 1U);
  connections_.end_all();
  run();
  EXPECT_TRUE(admission_.admit());
}

TEST_F(HttpSessionTest, AnUpgradeHandsOverWhenTheAccessEnds) {
  settings_->access_secrets = Secret{1};
  connect();
  const auto expiry = WallTime::clock::to_time_t(clock_.wall() + 60s);
  std::string request(kUpgrade);
  request.replace(request.find("?protocol"), 1, "?access=" + issue_access_token(Secret{1}, {expiry}) + "&");
  EXPECT_EQ(ask(request), "");
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_EQ(upgrader_.record.admitted_until, clock_.steady() + 60s);
}

TEST_F(HttpSessionTest, AnUpgradeMayFollowAnotherRequest) {
  connect();
  EXPECT_TRUE(ask(std::string(kRequest).append(kUpgrade) + "x").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(upgrader_.record.opened);
  EXPECT_EQ(upgrader_.record.prefetched, "x");
}

TEST_F(HttpSessionTest, ARefusedUpgradeKeepsTheConnectionAndItsSlot) {
  connect();
  std::string foreign(kUpgrade);
  foreign.insert(foreign.find("Upgrade:"), "Origin: http://elsewhere.example\r\n");
  EXPECT_TRUE(ask(foreign).starts_with("HTTP/1.1 403 "));
  EXPECT_FALSE(admission_.admit());
  EXPECT_EQ(ask(kUpgrade), "");
  EXPECT_TRUE(upgrader_.record.opened);
}

TEST_F(HttpSessionTest, AViewerThatIsNotAdmittedGetsNoStream) {
  connect();
  std::string request(kUpgrade);
  request.insert(request.find("Upgrade:"), "Origin: http://elsewhere.example\r\n");
  EXPECT_TRUE(ask(request).starts_with("HTTP/1.1 403 "));
  EXPECT_FALSE(upgrader_.record.opened);
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));  // the connection stays
}

TEST_F(HttpSessionTest, AQuestionGetsTheRefusalThatAHandshakeWouldGet) {
  connect();
  constexpr std::string_view kForeign =
      "GET /stream HTTP/1.1\r\nHost: localhost\r\nX-Page-Origin: http://elsewhere.example\r\n\r\n";
  const std::string refusal = ask(kForeign);
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 403 ")) << refusal;
  EXPECT_TRUE(has(refusal, "pages of this Origin may not open streams here")) << refusal;
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));  // the connection stays
}

constexpr std::string_view kQuestion = "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST_F(HttpSessionTest, AQuestionLeavesThePlaceToTheHandshake) {
  connect();  // it takes the only place
  const std::string answer = ask(kQuestion);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 426 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: Upgrade, close\r\n")) << answer;
}

TEST_F(HttpSessionTest, AQuestionOnAnOldConnectionHearsThatThereIsNoPlaceForAnotherOne) {
  connect();  // it takes the only place
  EXPECT_TRUE(ask(kRequest).starts_with("HTTP/1.1 200 "));
  const std::string refusal = ask(kQuestion);
  EXPECT_TRUE(refusal.starts_with("HTTP/1.1 503 ")) << refusal;
  EXPECT_TRUE(has(refusal, "Retry-After: 10\r\n")) << refusal;
  EXPECT_TRUE(has(refusal, "Connection: close\r\n")) << refusal;  // which frees the place
}

TEST_F(HttpSessionTest, AnUpgradeMayHaveConnectionInTwoLines) {
  connect();
  std::string request(kUpgrade);
  request.insert(request.find("Connection:"), "Connection: keep-alive\r\n");
  EXPECT_EQ(ask(request), "");
  EXPECT_TRUE(upgrader_.record.opened);
}

TEST_F(HttpSessionTest, WithoutAnUpgraderThereIsNoStream) {
  service_.upgrader = nullptr;
  connect();
  EXPECT_TRUE(ask(kUpgrade).starts_with("HTTP/1.1 404 "));
}

TEST_F(HttpSessionTest, AStreamIsNotEndedByADeadlineOfTheSession) {
  connect();
  EXPECT_EQ(ask(kUpgrade), "");
  pass(120s);
  EXPECT_TRUE(is_open());
}

}  // namespace
}  // namespace sws
