// How a connection opens, how it says goodbye, and how long it may last.
#include "backend/websocket/frame.hpp"
#include "backend/websocket/websocket_connection.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

class WebSocketOpening : public WebSocketFixture {};

TEST_F(WebSocketOpening, AnswersTheUpgradeAndTellsTheHandler) {
  start();
  EXPECT_EQ(handler().opened, 0);
  EXPECT_FALSE(is_open());
  proceed();
  const std::string response = heard();
  EXPECT_TRUE(response.starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
  EXPECT_NE(response.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
  EXPECT_NE(response.find("Server: SimpleWebsocket\r\n"), std::string::npos);
  EXPECT_EQ(handler().opened, 1);
  EXPECT_TRUE(is_open());
  EXPECT_EQ(opened(StreamKind::plain), 1u);
  peer_leaves();
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(closed(StreamKind::plain), 1u);
}

TEST_F(WebSocketOpening, NothingComesBeforeTheResponseWhateverTheRequestExpects) {
  Upgrade upgrade = websocket_upgrade();
  upgrade.request.set("Expect", "100-continue");
  adopt<WebSocketConnection>(std::move(upgrade));
  proceed();
  EXPECT_TRUE(heard().starts_with("HTTP/1.1 101 Switching Protocols\r\n"));
}

TEST_F(WebSocketOpening, FramesOfTheHandlersFollowTheResponse) {
  start();
  handler().then_on_open = [this] { outlet().send_surely(text_frame("hello")); };
  proceed();
  EXPECT_TRUE(heard().ends_with("\r\n\r\n" + text_frame("hello")));
}

TEST_F(WebSocketOpening, BytesThatCameWithTheRequestAreTheFirstMessages) {
  open(client_frame(kText, "first") + client_frame(kText, "second").substr(0, 3));
  EXPECT_EQ(handler().messages, std::vector{"first"s});
  say(client_frame(kText, "second").substr(3));
  EXPECT_EQ(handler().messages, (std::vector{"first"s, "second"s}));
}

TEST_F(WebSocketOpening, APeerThatTakesNoResponseIsResetAtTheDeadline) {
  start_without_room();
  pass(9900ms);
  EXPECT_FALSE(has_ended());
  EXPECT_EQ(handler().opened, 0);
  pass(200ms);
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(opened(StreamKind::plain), 0u);
  EXPECT_EQ(closed(StreamKind::plain), 0u);
}

TEST_F(WebSocketOpening, TheDeadlineEndsWithTheOpening) {
  open();
  pass(60s);
  EXPECT_TRUE(is_open());
}

TEST_F(WebSocketOpening, APeerThatLeavesMeanwhileIsNotTold) {
  start_without_room();
  peer_leaves();
  EXPECT_TRUE(has_ended());
}

class WebSocketDraining : public WebSocketFixture {};

TEST_F(WebSocketDraining, BeforeTheOpeningIsSaidBehindTheResponse) {
  start();
  connection().drain();
  proceed();
  EXPECT_TRUE(heard().ends_with("\r\n\r\n" + close_of(1001)));
  EXPECT_EQ(handler().opened, 0);
  say(client_close(1001));
  expect_orderly_end();
  EXPECT_EQ(opened(StreamKind::plain), 0u);
  EXPECT_EQ(closed(StreamKind::plain), 0u);
}

TEST_F(WebSocketDraining, DuringTheOpeningIsSaidBehindTheResponse) {
  start_without_room();
  proceed();
  connection().drain();
  proceed();
  EXPECT_TRUE(heard().ends_with("\r\n\r\n" + close_of(1001)));
  EXPECT_EQ(handler().opened, 0);
  pass(1900ms);
  EXPECT_TRUE(has_ended());
}

TEST_F(WebSocketDraining, AfterTheOpeningClosesWith1001) {
  open();
  connection().drain();
  EXPECT_EQ(heard(), close_of(1001));
  say(client_close(1001));
  expect_orderly_end();
}

class WebSocketLifetime : public WebSocketFixture {};

TEST_F(WebSocketLifetime, IsOverWith1001) {
  settings_.stream_lifetime = 60s;
  open();
  clock_.advance(59s);
  connection().check(clock_.steady());
  EXPECT_TRUE(is_open());
  clock_.advance(1s);
  connection().check(clock_.steady());
  EXPECT_EQ(heard(), close_of(1001));
  EXPECT_EQ(refusals(Reason::stream_lifetime), 1u);
  connection().check(clock_.steady());
  EXPECT_EQ(refusals(Reason::stream_lifetime), 1u);
}

TEST_F(WebSocketLifetime, CountsFromTheOpening) {
  settings_.stream_lifetime = 60s;
  clock_.advance(1h);
  open();
  connection().check(clock_.steady());
  EXPECT_TRUE(is_open());
}

TEST_F(WebSocketLifetime, BytesThatWereReadBeforeTheEndAreNeitherDeliveredNorCounted) {
  for (const std::string& read :
       {client_frame(kText, "text"), client_frame(kContinues, "of nothing"), client_close(1000)}) {
    start(read);
    handler().then_on_open = [this] { connection().end(); };
    proceed();
    EXPECT_TRUE(has_ended());
    pass(5s);
  }
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
  EXPECT_EQ(metrics_.messages_received.value(), 0u);
}

TEST_F(WebSocketLifetime, AfterTheEndNothingIsSentAndNobodyIsCalled) {
  open();
  say(client_frame(kTextBegins, "begun"));
  connection().end();
  EXPECT_FALSE(is_open());
  EXPECT_EQ(outlet().send(text_frame("late")), SendStatus::failed);
  outlet().send_surely(text_frame("late"));
  outlet().close(CloseCode::normal);
  EXPECT_FALSE(has_ended());
  proceed();
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(heard(), "");
  EXPECT_TRUE(peer_sees_end());
}

}  // namespace
}  // namespace sws
