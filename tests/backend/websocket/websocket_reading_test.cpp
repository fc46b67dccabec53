// Which messages a connection delivers, and which it refuses.
#include <algorithm>

#include "backend/websocket/frame.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

class WebSocketReading : public WebSocketFixture {};

TEST_F(WebSocketReading, DeliversMessagesWhole) {
  open();
  const std::string large(3000, 'l');
  say(client_frame(kText, "text") + client_frame(kBinary, "binary") + client_frame(kText, "") +
      client_frame(kText, large) + client_frame(kText, "after"));
  EXPECT_EQ(handler().messages, (std::vector{"text"s, "binary"s, ""s, large, "after"s}));
  EXPECT_EQ(handler().texts, 4);
  EXPECT_EQ(metrics_.messages_received.value(), 5u);
  EXPECT_EQ(metrics_.bytes_received.value(), 4u + 6 + 3000 + 5);
}

TEST_F(WebSocketReading, JoinsFragmentsHoweverTheyAreCut) {
  open();
  const std::string bytes = client_frame(kTextBegins, "one ") + client_frame(kPing, "p") +
                            client_frame(kContinues, "") + client_frame(kContinues, "two ") +
                            client_frame(kEnds, std::string(200, '3')) + client_frame(kText, "next");
  const std::vector expected{"one two " + std::string(200, '3'), "next"s};
  say(bytes);
  EXPECT_EQ(handler().messages, expected);
  EXPECT_EQ(heard(), "\x8a\x01p");
  handler().messages.clear();
  for (const char byte : bytes) say({&byte, 1});
  EXPECT_EQ(handler().messages, expected);
}

TEST_F(WebSocketReading, ATextThatEndsInsideACodePointIsAnsweredWith1007) {
  for (const std::string& begun : {"\xc3"s, "\xe2\x82"s, "\xf0\x9f\x98"s, "x\xe2"s}) {
    open();
    say(client_frame(kTextBegins, begun) + client_frame(kEnds, ""));
    EXPECT_EQ(heard(), close_of(1007));
    say(client_close(1007));
    expect_orderly_end();
  }
  EXPECT_EQ(refusals(Reason::protocol_violation), 4u);
}

// Viewers lend each other the stream of Beast with which a message is read.
TEST_F(WebSocketReading, TheTextOfOneViewerIsNotContinuedByAnother) {
  open();
  FileDescriptor refused = std::move(peer_);
  open();
  std::swap(peer_, refused);
  say(client_frame(kTextBegins, "\xc3") + client_frame(kEnds, ""));
  EXPECT_EQ(heard(), close_of(1007));
  std::swap(peer_, refused);
  say(client_frame(kText, "text"));
  EXPECT_EQ(handler().messages, std::vector{"text"s});
}

TEST_F(WebSocketReading, ViewersMaySpeakAtTheSameTime) {
  open();
  FileDescriptor first = std::move(peer_);
  const RecordingHandler& handler_of_first = handler();
  open();
  for (const std::string& word : {"one"s, "two"s}) {
    std::swap(peer_, first);
    say(client_frame(kTextBegins, word) + client_frame(kPing, ""));
    std::swap(peer_, first);
    say(client_frame(kText, word).substr(0, 8));
    say(client_frame(kText, word).substr(8) + client_frame(kPing, "p"));
    EXPECT_EQ(heard(), "\x8a\x01p");
    std::swap(peer_, first);
    say(client_frame(kEnds, " more"));
    EXPECT_EQ(heard(), "\x8a\0"s);
    std::swap(peer_, first);
  }
  EXPECT_EQ(handler_of_first.messages, (std::vector{"one more"s, "two more"s}));
  EXPECT_EQ(handler().messages, (std::vector{"one"s, "two"s}));
}

TEST_F(WebSocketReading, WholeCodePointsAndBinaryMayEndWithAnEmptyFragment) {
  open();
  for (const std::string& whole : {"\xc3\xa9"s, "\xe2\x82\xac"s, "\xf0\x9f\x98\x80"s, ""s, "x"s}) {
    say(client_frame(kTextBegins, whole) + client_frame(kEnds, ""));
    EXPECT_EQ(handler().messages.back(), whole);
  }
  say(client_frame(kBinaryBegins, "\xe2") + client_frame(kEnds, ""));
  EXPECT_EQ(handler().messages.back(), "\xe2");
  EXPECT_TRUE(is_open());
}

TEST_F(WebSocketReading, TheNextMessageIsReadWhenThePeerTakesTheAnswerToTheLast) {
  open();
  std::string answers;
  handler().then_on_message = [this, &answers] {
    if (answers.empty()) answers = fill();
  };
  say(client_frame(kText, "first") + client_frame(kText, "second") + client_frame(kText, "third"));
  EXPECT_EQ(handler().messages, std::vector{"first"s});
  handler().then_on_writable = [this, &answers] {
    if (handler().writable > 1) return;
    EXPECT_EQ(handler().messages.size(), 1u);
    answers += fill();
  };
  std::string all;
  while (handler().writable < 1) {
    const std::size_t before = all.size();
    all += heard_once();
    ASSERT_GT(all.size(), before);
  }
  proceed();
  EXPECT_EQ(handler().messages, std::vector{"first"s});
  for (std::string more; !(more = heard()).empty();) all += more;
  EXPECT_EQ(all, answers);
  EXPECT_EQ(handler().messages, (std::vector{"first"s, "second"s, "third"s}));
}

class WebSocketLimits : public WebSocketFixture {
 protected:
  // Refused with `code`, counted once under `reason`, and nothing more is delivered.
  void expect_refusal(unsigned code, Reason reason) {
    EXPECT_EQ(heard(), close_of(code));
    EXPECT_EQ(refusals(reason), 1u);
    EXPECT_FALSE(is_open());
    const std::size_t delivered = handler().messages.size();
    say(client_frame(kText, "late"));
    EXPECT_EQ(handler().messages.size(), delivered);
  }
};

TEST_F(WebSocketLimits, ALargerMessageIsAnsweredWith1009) {
  settings_.message_bytes = 600;
  open();
  say(client_frame(kText, std::string(600, 'x')));
  say(client_frame(kTextBegins, std::string(400, 'x')) + client_frame(kEnds, std::string(200, 'x')));
  EXPECT_EQ(handler().messages.size(), 2u);
  say(client_frame(kText, std::string(601, 'x')).substr(0, 8));  // the header says so
  expect_refusal(1009, Reason::message_too_large);
  EXPECT_EQ(refusals(Reason::protocol_violation), 0u);
}

TEST_F(WebSocketLimits, ABrokenFrameIsAnsweredWith1002) {
  open();
  say(client_frame(kContinues, "of nothing"));
  expect_refusal(1002, Reason::protocol_violation);
  EXPECT_EQ(refusals(Reason::message_too_large), 0u);
}

TEST_F(WebSocketLimits, TooManyMessagesAreAnsweredWith1008) {
  settings_.client_messages = 3;
  open();
  for (int i = 0; i < 3; ++i) say(client_frame(kText, "x"));
  EXPECT_EQ(handler().messages.size(), 3u);
  EXPECT_TRUE(is_open());
  pass(1s);
  for (int i = 0; i < 4; ++i) say(client_frame(kText, "x"));
  EXPECT_EQ(handler().messages.size(), 6u);
  expect_refusal(1008, Reason::too_many_messages);
}

TEST_F(WebSocketLimits, PingsAndPongsAreMessagesToo) {
  settings_.client_messages = 3;
  for (const int kind : {kPing, kPong}) {
    open();
    say(client_frame(kText, "x"));
    for (int i = 0; i < 2; ++i) say(client_frame(kind, "x"));
    EXPECT_EQ(heard(), kind == kPing ? "\x8a\x01x\x8a\x01x" : "");
    EXPECT_TRUE(is_open());
    say(client_frame(kind, "x"));
    EXPECT_EQ(heard(), close_of(1008));
    say(client_close(1008));
    expect_orderly_end();
  }
  EXPECT_EQ(refusals(Reason::too_many_messages), 2u);
}

// Beast takes them in within one read, so that there is never a message to count.
TEST_F(WebSocketLimits, AFloodOfEmptyFragmentsIsAnsweredWith1008) {
  settings_.client_messages = 10;
  settings_.message_bytes = 1000;
  open();
  say(client_frame(kTextBegins, ""));
  std::string flood;
  for (int i = 0; i < 100; ++i) flood += client_frame(kContinues, "");
  for (int i = 0; i < 100 && is_open(); ++i) say(flood);
  EXPECT_EQ(heard(), close_of(1008));
  for (int i = 0; i < 190; ++i) {
    say(flood);
    pass(10ms);
  }
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(refusals(Reason::too_many_messages), 1u);
}

TEST_F(WebSocketLimits, AFloodIsNotReadOnBehindTheCloseFrame) {
  settings_.client_messages = 10;
  settings_.message_bytes = 1000;
  open();
  say(client_frame(kTextBegins, ""));
  std::string flood;
  while (flood.size() < 12'000) flood += client_frame(kContinues, "");
  std::size_t all = 0;
  for (ssize_t sent = 1; sent > 0 && all < 20'000'000; proceed()) {
    const std::string_view rest = std::string_view(flood).substr(all % flood.size());
    sent = ::send(peer_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    all += static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
  }
  EXPECT_LT(all, 20'000'000);
  EXPECT_EQ(heard(), close_of(1008));
  pass(2s);
  EXPECT_TRUE(has_ended());
}

TEST_F(WebSocketLimits, ByteRateIsRefilled) {
  settings_.client_messages = 10;
  settings_.message_bytes = 1000;
  open();
  say(client_frame(kTextBegins, ""));
  std::string half_a_second;  // of 17,168 bytes
  for (int i = 0; i < 1400; ++i) half_a_second += client_frame(kContinues, "");
  for (int i = 0; i < 20; ++i) {
    say(half_a_second);
    pass(500ms);
  }
  EXPECT_TRUE(is_open());
}

TEST_F(WebSocketLimits, TheLargestMessageMayComeInFragmentsOfOneByte) {
  settings_.client_messages = 1;
  open();
  say(client_frame(kTextBegins, "x"));
  for (std::uint32_t i = 2; i < settings_.message_bytes; ++i) say(client_frame(kContinues, "x"));
  say(client_frame(kEnds, "x"));
  ASSERT_EQ(handler().messages.size(), 1u);
  EXPECT_EQ(handler().messages.front(), std::string(settings_.message_bytes, 'x'));
  say(client_frame(kClose, "\x03\xe8" + std::string(123, 'r')));
  EXPECT_EQ(heard(), close_of(1000));
  EXPECT_EQ(refusals(Reason::too_many_messages), 0u);
}

}  // namespace
}  // namespace sws
