// The closing handshake (RFC 6455 §7.1.2), begun by either side, and peers that do not take part in it.
#include "backend/websocket/frame.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

class WebSocketClosing : public WebSocketFixture {};

TEST_F(WebSocketClosing, ThePeerAnswersOurs) {
  open();
  outlet().close(CloseCode::normal);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(heard(), close_of(1000));
  outlet().close(CloseCode::policy_violation);
  say(client_close(1000));
  EXPECT_EQ(closed(StreamKind::plain), 0u);
  expect_orderly_end();
  EXPECT_EQ(closed(StreamKind::plain), 1u);
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
}

TEST_F(WebSocketClosing, APeerThatNeverAnswersOursIsEndedAtTheDeadline) {
  open();
  outlet().close(CloseCode::normal);
  pass(1700ms);
  EXPECT_FALSE(has_ended());
  pass(200ms);
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(heard(), close_of(1000));
  EXPECT_TRUE(peer_sees_end());
}

TEST_F(WebSocketClosing, AStreamEndsWithTheAccessThatAdmittedIt) {
  admitted_until_ = clock_.steady() + 60s;
  open();
  pass(59s);
  EXPECT_TRUE(is_open());
  pass(1s);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(heard(), close_frame(CloseCode::policy_violation, "the access token has expired"));
  EXPECT_EQ(refusals(Reason::access_expired), 1u);
  say(client_close(1008));
  expect_orderly_end();
}

TEST_F(WebSocketClosing, AStreamWhoseAccessHasEndedBeforeItOpensIsClosedAtOnce) {
  admitted_until_ = clock_.steady() - 1s;
  open();
  pass(100ms);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(heard(), close_frame(CloseCode::policy_violation, "the access token has expired"));
}

// The end of the access is a deadline, and so is the end of the closing handshake.
TEST_F(WebSocketClosing, TheEndOfTheAccessDoesNotMoveTheEndOfTheClosingHandshake) {
  admitted_until_ = clock_.steady() + 1s;
  open();
  outlet().close(CloseCode::normal);
  pass(1700ms);
  EXPECT_FALSE(has_ended());
  pass(200ms);
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(heard(), close_of(1000));
  EXPECT_EQ(refusals(Reason::access_expired), 0u);
}

TEST_F(WebSocketClosing, APeerThatClosesAndThenStaysIsEndedAtTheDeadline) {
  open();
  say(client_close(1000));
  EXPECT_EQ(heard(), close_of(1000));
  pass(1700ms);
  EXPECT_FALSE(has_ended());
  pass(200ms);
  EXPECT_TRUE(has_ended());
}

TEST_F(WebSocketClosing, APeerThatBreaksTheProtocolAndThenStaysIsEndedAtTheDeadline) {
  open();
  say(client_frame(kContinues, "of nothing"));
  EXPECT_EQ(heard(), close_of(1002));
  pass(1700ms);
  EXPECT_FALSE(has_ended());
  pass(200ms);
  EXPECT_TRUE(has_ended());
}

// A deadline that was set again by each thing that a peer does would never come.
TEST_F(WebSocketClosing, NothingThatThePeerDoesMovesTheDeadline) {
  open();
  outlet().close(CloseCode::normal);
  for (int i = 0; i < 18; ++i) {
    say(client_frame(kPing, "") + client_frame(kText, "x"));
    if (i == 9) say(client_close(1000));
    pass(100ms);
  }
  pass(100ms);
  EXPECT_TRUE(has_ended());
}

TEST_F(WebSocketClosing, ThePeersCodeIsAnsweredWithTheSame) {
  for (const unsigned code : {1000u, 1001u, 3000u, 4999u}) {
    open();
    say(client_close(code));
    EXPECT_EQ(heard(), close_of(code));
    EXPECT_FALSE(is_open());
    expect_orderly_end();
  }
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
}

TEST_F(WebSocketClosing, ACloseFrameWithoutACodeIsAnsweredWith1000) {
  open();
  say(client_frame(kClose, ""));
  EXPECT_EQ(heard(), close_of(1000));
  expect_orderly_end();
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
}

TEST_F(WebSocketClosing, AnUndefinedCodeIsAnsweredWith1002) {
  for (const unsigned code : {5000u, 65535u, 1005u, 999u}) {
    open();
    say(client_close(code));
    EXPECT_EQ(heard(), close_of(1002));
    expect_orderly_end();
  }
  EXPECT_EQ(refusals(Reason::protocol_violation), 4u);
}

TEST_F(WebSocketClosing, AnUndefinedCodeThatAnswersOursIsNoMatter) {
  open();
  outlet().close(CloseCode::normal);
  say(client_close(5000));
  EXPECT_EQ(heard(), close_of(1000));
  expect_orderly_end();
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
}

TEST_F(WebSocketClosing, NothingIsDeliveredAndNothingSentBehindOurCloseFrame) {
  open();
  say(client_frame(kTextBegins, "begun"));
  outlet().close(CloseCode::normal);
  say(client_frame(kPing, "p") + client_frame(kEnds, " and ended") + client_frame(kText, "text") +
      client_frame(kText, std::string(3000, 'l')));
  outlet().send_surely(text_frame("late"));
  EXPECT_EQ(outlet().send(text_frame("late")), SendStatus::failed);
  EXPECT_TRUE(handler().messages.empty());
  EXPECT_EQ(heard(), close_of(1000));
  say(client_close(1000));
  expect_orderly_end();
}

TEST_F(WebSocketClosing, AHandlerMayCloseInsideAMessage) {
  open();
  handler().then_on_message = [this] { outlet().close(CloseCode::policy_violation); };
  say(client_frame(kText, "first") + client_frame(kText, "second") + client_close(1008));
  EXPECT_EQ(handler().messages, std::vector{"first"s});
  EXPECT_EQ(heard(), close_of(1008));
  expect_orderly_end();
}

TEST_F(WebSocketClosing, APeerThatLeavesWithoutACloseFrameEndsTheConnection) {
  open();
  peer_leaves();
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(refusals(Reason::dead_peer), 0u);
}

}  // namespace
}  // namespace sws
