// Peers that do not read, or read late.
#include "backend/websocket/frame.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

class WebSocketBackPressure : public WebSocketFixture {};

TEST_F(WebSocketBackPressure, FramesArriveWholeAndInOrderAndTheHandlerIsToldOnce) {
  open();
  std::string expected = fill();
  EXPECT_EQ(outlet().send(text_frame("not taken")), SendStatus::blocked);
  EXPECT_EQ(outlet().send(text_frame("not taken")), SendStatus::blocked);
  outlet().send_surely(text_frame("kept"));
  expected += text_frame("kept");
  const std::uint64_t sent = metrics_.bytes_sent.value();
  EXPECT_EQ(sent, expected.size());
  proceed();
  EXPECT_EQ(handler().writable, 0);
  EXPECT_EQ(heard(), expected);
  EXPECT_EQ(handler().writable, 1);
  EXPECT_EQ(outlet().send(text_frame("next")), SendStatus::sent);
  EXPECT_EQ(heard(), text_frame("next"));
  EXPECT_EQ(handler().writable, 1);
}

TEST_F(WebSocketBackPressure, TheHandlerMaySendAsSoonAsItIsTold) {
  open();
  std::string expected = fill();
  handler().then_on_writable = [this, &expected] {
    if (handler().writable < 3) expected += fill();
  };
  std::string all;
  for (std::string more; !(more = heard()).empty();) all += more;
  EXPECT_EQ(all, expected);
  EXPECT_EQ(handler().writable, 3);
}

TEST_F(WebSocketBackPressure, ALargeMessageGoesOutAsThePeerMakesRoom) {
  open();
  const std::string large(200'000, 'l');
  outlet().send_surely(text_frame(large));
  EXPECT_EQ(outlet().send(text_frame("not taken")), SendStatus::blocked);
  EXPECT_EQ(heard(), text_frame(large));
  EXPECT_EQ(handler().writable, 1);
}

TEST_F(WebSocketBackPressure, APongWaitsBehindTheFramesThatThePeerHasNotTaken) {
  open();
  std::string expected = fill();
  say(client_frame(kPing, "p"));
  EXPECT_EQ(heard(), expected + "\x8a\x01p");
  EXPECT_EQ(handler().writable, 1);
}

// Otherwise a peer that pings without pause would keep its own numbers from being sent.
TEST_F(WebSocketBackPressure, TheHandlerIsToldBeforeTheNextPongIsWritten) {
  settings_.client_messages = 1000;
  open();
  const std::string taken = fill();
  std::string pings;
  for (int i = 0; i < 100; ++i) pings += client_frame(kPing, std::string(100, 'p'));
  say(pings);
  handler().then_on_writable = [this] {
    if (handler().writable == 1) outlet().send_surely(text_frame("number"));
  };
  const std::string behind = heard().substr(taken.size());
  const std::string pong = "\x8a\x64" + std::string(100, 'p');
  EXPECT_EQ(behind.find(text_frame("number")), pong.size());
}

TEST_F(WebSocketBackPressure, ThePeerThatDoesNotReadIsResetAfterTheWriteTimeout) {
  settings_.write_timeout = 5s;
  open();
  pass(10s);
  ASSERT_TRUE(is_open());
  fill();
  clock_.advance(4900ms);
  connection().check(clock_.steady());
  proceed();
  ASSERT_FALSE(has_ended());
  clock_.advance(100ms);
  connection().check(clock_.steady());
  proceed();
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(refusals(Reason::write_timeout), 1u);
}

TEST_F(WebSocketBackPressure, ThePeerThatReadsInTimeIsNotReset) {
  settings_.write_timeout = 5s;
  open();
  for (int i = 0; i < 3; ++i) {
    fill();
    clock_.advance(4s);
    heard();
    connection().check(clock_.steady());
    proceed();
    ASSERT_TRUE(is_open());
  }
}

TEST_F(WebSocketBackPressure, OurCloseFrameFollowsWhatThePeerHasNotTaken) {
  open();
  const std::string expected = fill();
  outlet().close(CloseCode::normal);
  EXPECT_EQ(heard(), expected + close_of(1000));
  EXPECT_EQ(handler().writable, 0);
  say(client_close(1000));
  expect_orderly_end();
}

TEST_F(WebSocketBackPressure, OurCloseFrameIsSentAsSoonAsThereIsRoom) {
  open();
  fill_kernel();
  outlet().close(CloseCode::normal);
  EXPECT_TRUE(heard().ends_with(close_of(1000)));
}

// With io_uring the kernel says only at the end of the tick that it has no room.
TEST_F(WebSocketBackPressure, AFrameThatOnlySeemedToBeSentGoesOutLater) {
  open();
  sender_.hold();
  EXPECT_EQ(outlet().send(text_frame("gathered")), SendStatus::sent);
  sender_.flush();
  proceed();
  EXPECT_EQ(heard(), text_frame("gathered"));
  EXPECT_EQ(handler().writable, 1);
}

TEST_F(WebSocketBackPressure, APeerThatNeverTakesOurCloseFrameIsResetAtTheDeadline) {
  open();
  fill();
  outlet().close(CloseCode::normal);
  pass(1900ms);
  EXPECT_TRUE(has_ended());
}

TEST_F(WebSocketBackPressure, AHandlerMayCloseWhileAnAnswerIsNotTaken) {
  open();
  handler().then_on_message = [this] { fill(); };
  say(client_frame(kText, "question") + client_frame(kText, "not read"));
  outlet().close(CloseCode::normal);
  heard();
  EXPECT_EQ(handler().messages.size(), 1u);
  say(client_close(1000));
  expect_orderly_end();
}

}  // namespace
}  // namespace sws
