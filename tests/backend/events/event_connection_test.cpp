// One event stream: what it sends by itself, what it does with what the peer says, and how it ends.
#include "backend/events/event_connection.hpp"

#include <regex>
#include <set>

#include "backend/events/event_text.hpp"
#include "tests/backend/connection/stream_connection_fixture.hpp"

namespace sws {
namespace {

using namespace std::literals;

const std::string kHeader = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const std::string kComment(kEventComment.begin(), kEventComment.end());

class EventConnectionTest : public StreamConnectionFixture {
 protected:
  void start(bool peer_has_room = true) {
    Upgrade with_header = upgrade(peer_has_room);
    with_header.response_header = kHeader;
    adopt<EventConnection>(std::move(with_header));
    proceed();
  }

  // As start(), and takes what the connection says by itself.
  void open() {
    start();
    ASSERT_TRUE(heard().starts_with(kHeader));
  }

  void check_after(std::chrono::milliseconds time) {
    pass(time);
    connection().check(clock_.steady());
    proceed();
  }

 private:
  std::string frame_of(const std::string& text) const override { return "data: " + text + "\n\n"; }
};

TEST_F(EventConnectionTest, BeginsWithTheHeaderAndATimeToWaitAndIsOpen) {
  start();
  EXPECT_TRUE(std::regex_match(heard(), std::regex(kHeader + "retry: [1-5][0-9]{3}\n\n")));
  EXPECT_EQ(handler().opened, 1);
  EXPECT_TRUE(is_open());
  EXPECT_EQ(opened(StreamKind::events), 1u);
  EXPECT_EQ(opened(StreamKind::plain), 0u);
}

TEST_F(EventConnectionTest, DrawsATimeToWaitOfItsOwnForEachConnection) {
  std::set<std::string> times;
  for (int i = 0; i < 50; ++i) {
    start();
    const std::string text = heard();
    const int wait = std::stoi(text.substr(text.find("retry: ") + 7));
    EXPECT_GE(wait, 1'000);
    EXPECT_LE(wait, 5'000);
    times.insert(text);
  }
  EXPECT_GT(times.size(), 25u);
}

TEST_F(EventConnectionTest, EventsFollowTheHeader) {
  start();
  EXPECT_EQ(outlet().send("data: 1\n\n"sv), SendStatus::sent);
  outlet().send_surely("data: 2\n\n"sv);
  EXPECT_TRUE(heard().ends_with("\n\ndata: 1\n\ndata: 2\n\n"));
}

TEST_F(EventConnectionTest, AHeaderForWhichThereIsNoRoomGoesOutLater) {
  start(false);
  EXPECT_TRUE(is_open());
  EXPECT_EQ(outlet().send("data: 1\n\n"sv), SendStatus::blocked);
  const std::string text = heard();
  EXPECT_NE(text.find(kHeader + "retry: "), std::string::npos);
  EXPECT_EQ(handler().writable, 1);
  EXPECT_EQ(outlet().send("data: 1\n\n"sv), SendStatus::sent);
}

TEST_F(EventConnectionTest, APeerThatReadsSlowlyGetsEverythingThatWasTaken) {
  open();
  const std::string expected = fill();
  EXPECT_EQ(heard(), expected);
  EXPECT_EQ(handler().writable, 1);
}

TEST_F(EventConnectionTest, ACommentBreaksASilence) {
  open();
  std::chrono::seconds silence{0}, longest{0};
  int comments = 0;
  for (int i = 0; i < 100; ++i) {
    check_after(6s);
    silence += 6s;
    longest = std::max(longest, silence);
    const std::string text = heard();
    if (text.empty()) continue;
    EXPECT_EQ(text, kComment);
    silence = 0s;
    ++comments;
  }
  EXPECT_LE(longest, 15s);
  EXPECT_GE(comments, 40);
  EXPECT_LE(comments, 60);
}

TEST_F(EventConnectionTest, NoCommentIsSentWhileEventsAre) {
  open();
  for (int i = 0; i < 20; ++i) {
    outlet().send("data: 1\n\n"sv);
    check_after(6s);
    EXPECT_EQ(heard(), "data: 1\n\n");
  }
}

TEST_F(EventConnectionTest, AShorterPingIntervalAppliesToComments) {
  settings_.ping_interval = 4s;
  open();
  int comments = 0;
  for (int i = 0; i < 40; ++i) {
    check_after(1s);
    comments += heard() == kComment;
  }
  EXPECT_GE(comments, 10);
}

TEST_F(EventConnectionTest, WhatThePeerSaysIsDropped) {
  open();
  say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(is_open());
  EXPECT_TRUE(handler().messages.empty());
  EXPECT_EQ(heard(), "");
}

TEST_F(EventConnectionTest, APeerThatSaysTooMuchIsEnded) {
  settings_.client_messages = 1;
  settings_.message_bytes = 100;
  open();
  for (int i = 0; i < 10; ++i) say(std::string(1000, 'x'));
  EXPECT_FALSE(is_open());
  EXPECT_EQ(refusals(Reason::too_many_messages), 1u);
  pass(2s);
  EXPECT_TRUE(has_ended());
}

TEST_F(EventConnectionTest, APeerThatLeavesEndsTheStream) {
  open();
  peer_leaves();
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(closed(StreamKind::events), 1u);
}

TEST_F(EventConnectionTest, AClosedStreamEndsItsBodyBehindTheLastEvent) {
  open();
  outlet().send_surely("event: end\ndata: 1\n\n"sv);
  outlet().close(CloseCode::normal);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(outlet().send("data: late\n\n"sv), SendStatus::failed);
  outlet().send_surely("data: late\n\n"sv);
  proceed();
  EXPECT_EQ(heard(), "event: end\ndata: 1\n\n");
  expect_orderly_end();
}

TEST_F(EventConnectionTest, AnEventThatOnlySeemedToBeSentGoesOutBeforeTheEnd) {
  open();
  sender_.hold();
  outlet().send_surely("data: last\n\n"sv);
  outlet().close(CloseCode::normal);
  sender_.flush();
  proceed();
  EXPECT_EQ(heard(), "data: last\n\n");
  expect_orderly_end();
}

TEST_F(EventConnectionTest, TheEndFollowsWhatThePeerHasNotTaken) {
  open();
  const std::string expected = fill() + "data: last\n\n";
  outlet().send_surely("data: last\n\n"sv);
  outlet().close(CloseCode::normal);
  EXPECT_EQ(heard(), expected);
  EXPECT_EQ(handler().writable, 0);
  expect_orderly_end();
}

TEST_F(EventConnectionTest, APeerThatStaysAfterTheEndIsResetAtTheDeadline) {
  open();
  outlet().close(CloseCode::normal);
  pass(1700ms);
  EXPECT_FALSE(has_ended());
  pass(200ms);
  EXPECT_TRUE(has_ended());
}

TEST_F(EventConnectionTest, ADrainEndsTheBody) {
  open();
  connection().drain();
  proceed();
  expect_orderly_end();
}

TEST_F(EventConnectionTest, AStreamEndsWithTheAccessThatAdmittedIt) {
  admitted_until_ = clock_.steady() + 60s;
  open();
  pass(59s);
  EXPECT_TRUE(is_open());
  pass(1s);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(refusals(Reason::access_expired), 1u);
  expect_orderly_end();
}

TEST_F(EventConnectionTest, AStreamEndsAfterItsLifetime) {
  settings_.stream_lifetime = 60s;
  open();
  check_after(59s);
  EXPECT_TRUE(is_open());
  check_after(1s);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(refusals(Reason::stream_lifetime), 1u);
}

TEST_F(EventConnectionTest, APeerThatDoesNotReadIsResetAfterTheWriteTimeout) {
  settings_.write_timeout = 5s;
  open();
  fill();
  check_after(4900ms);
  EXPECT_FALSE(has_ended());
  check_after(200ms);
  EXPECT_TRUE(has_ended());
  EXPECT_EQ(refusals(Reason::write_timeout), 1u);
}

}  // namespace
}  // namespace sws
