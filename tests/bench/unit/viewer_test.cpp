#include "tests/bench/client/viewer.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>

#include "tests/bench/client/clock.hpp"

namespace sws::bench {
namespace {

const std::string kSwitching = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

std::string frame(const std::string& text) {
  return std::string{'\x81', static_cast<char>(text.size())} + text;
}

// One viewer on a socket pair; the test has the other end and sets the time.
class ViewerTest : public testing::Test {
 protected:
  ViewerTest() {
    viewer_.emplace(context_, new_pair(), offsets_);
    phase_.from = 0;
  }
  ~ViewerTest() override {
    if (viewer_->state() != Viewer::State::ended) ::close(viewer_->fd());
    ::close(own_);
  }

  // Keeps one end of a new pair of sockets, and returns the other.
  int new_pair() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    if (own_ >= 0) ::close(own_);
    own_ = ends[1];
    return ends[0];
  }

  // The viewer that was cut connects again.
  void come_back() {
    viewer_->reconnect(new_pair());
    viewer_->writable();
  }

  // Everything that the viewer has sent since the last call.
  std::string said() {
    std::array<char, 1000> buffer{};
    const ssize_t size = ::recv(own_, buffer.data(), buffer.size(), 0);
    return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : std::string();
  }

  void at(double ms, const std::string& bytes) {
    viewer_->received(bytes, static_cast<std::int64_t>(ms * static_cast<double>(kMillisecond)));
  }

  Settings settings_;
  Phase phase_;
  ProcessResults results_;
  ViewerContext context_{settings_, phase_, results_, {"GET / HTTP/1.1\r\n\r\n"}, kSecond, 0};
  std::array<std::int64_t, 10> offsets_{};
  std::array<Delivery, 4> deliveries_{};  // of a producer, in the tests that have one
  std::optional<Viewer> viewer_;
  int own_ = -1;
};

TEST_F(ViewerTest, APlainStreamIsLateAgainstItsEarliestNumber) {
  viewer_->writable();
  EXPECT_EQ(said(), context_.requests.front());
  at(1, kSwitching + frame(R"({"message": 1})"));
  EXPECT_EQ(results_.settled, 1U);
  at(996, frame(R"({"message": 2})"));  // the earliest number: 5 ms less than a second after the first
  at(1999, frame(R"({"message": 3})"));
  viewer_->record_lateness_of_plain();
  EXPECT_EQ(results_.messages, 3U);
  EXPECT_EQ(results_.lateness.count(), 3U);
  EXPECT_EQ(results_.lateness.max(), 5 * kMillisecond);
  EXPECT_EQ(results_.lateness.quantile(0.3), 0);
  EXPECT_EQ(results_.jitter.count(), 2U);
  EXPECT_EQ(results_.jitter.max(), 5 * kMillisecond);
}

TEST_F(ViewerTest, WhatIsCutAnywhereIsPutTogether) {
  viewer_->writable();
  for (const char byte : kSwitching + frame(R"({"message": 1})") + frame(R"({"message": 2})")) at(0, {byte});
  EXPECT_EQ(results_.messages, 2U);
  EXPECT_EQ(viewer_->state(), Viewer::State::streaming);
}

TEST_F(ViewerTest, OnlyNumbersOfTheMeasuringPeriodCount) {
  phase_.from = 900 * kMillisecond;
  phase_.until = 1900 * kMillisecond;
  viewer_->writable();
  at(0, kSwitching + frame(R"({"message": 1})"));
  at(1000, frame(R"({"message": 2})"));
  at(2000, frame(R"({"message": 3})"));
  EXPECT_EQ(results_.messages, 1U);
}

TEST_F(ViewerTest, Protocol1IsLateAgainstWhatTheServerSaid) {
  settings_.protocol = 1;
  settings_.start_members = R"(,"interval_ms":1000)";
  viewer_->writable();
  said();
  at(0, kSwitching + frame(R"({"type":"hello","protocol":1})"));
  EXPECT_NE(said().find(R"({"type":"start","client_seed":"bench","interval_ms":1000})"), std::string::npos);
  EXPECT_EQ(results_.settled, 0U);
  at(5, frame(R"({"type":"started","start_ms":5})"));
  EXPECT_EQ(results_.settled, 1U);
  at(6, frame(R"({"type":"number","seq":0,"message":4,"key":"0123456789-_"})"));
  at(3007, frame(R"({"type":"numbers","seq":1,"messages":[4,5,6],"keys":["a","b"]})"));
  EXPECT_EQ(results_.messages, 4U);
  EXPECT_EQ(results_.lateness.max(), 2002 * kMillisecond);  // number 1, due at 1005
  EXPECT_NEAR(static_cast<double>(results_.lateness.quantile(0.25)), kMillisecond,
              kMillisecond * 0.02);  // number 0
}

TEST_F(ViewerTest, AServerThatKnowsOnlyPlainStreamsHasFailedProtocol1) {
  settings_.protocol = 1;
  viewer_->writable();
  at(0, kSwitching + frame(R"({"message": 1})"));
  EXPECT_EQ(results_.without_hello, 1U);
  EXPECT_EQ(results_.failed, 1U);
  EXPECT_EQ(results_.settled, 1U);
}

TEST_F(ViewerTest, ARefusedHandshakeIsAFailure) {
  viewer_->writable();
  at(0, "HTTP/1.1 503 Service Unavailable\r\n\r\n");
  EXPECT_EQ(results_.failed, 1U);
  EXPECT_EQ(results_.closed, 0U);
}

TEST_F(ViewerTest, AStreamThatEndsEarlyIsClosed) {
  viewer_->writable();
  at(0, kSwitching);
  at(1, std::string("\x88\x02\x03\xe9", 4));
  EXPECT_EQ(results_.failed, 0U);
  EXPECT_EQ(results_.closed, 1U);
}

TEST_F(ViewerTest, APingIsAnsweredWithItsPayload) {
  viewer_->writable();
  said();
  at(0, kSwitching + std::string("\x89\x02") + "hi");
  EXPECT_EQ(said(), std::string("\x8a\x82\0\0\0\0hi", 8));
}

TEST_F(ViewerTest, ANumberOfAProducerIsAsOldAsItsWrite) {
  context_.deliveries = deliveries_;
  deliveries_[2].written = kMillisecond;
  viewer_->writable();
  at(0, kSwitching);
  at(4, frame(R"({"message": 2.5})"));
  EXPECT_EQ(results_.messages, 1U);
  EXPECT_EQ(results_.delivery.max(), 3 * kMillisecond);
  EXPECT_EQ(deliveries_[2].receipts, 1U);
  EXPECT_EQ(deliveries_[2].last, 4 * kMillisecond);
}

TEST_F(ViewerTest, ANumberThatTheProducerDidNotWriteIsIgnored) {
  context_.deliveries = deliveries_;
  viewer_->writable();
  at(0, kSwitching + frame(R"({"message": 4.5})") + frame(R"({"message": -1.5})"));
  EXPECT_EQ(results_.messages, 0U);
  EXPECT_EQ(viewer_->state(), Viewer::State::streaming);
}

TEST_F(ViewerTest, AReceivedChannelInProtocol1HasNoSeedAndSeveralNumbersInAFrame) {
  context_.deliveries = deliveries_;
  settings_.protocol = 1;
  viewer_->writable();
  said();
  at(0, kSwitching + frame(R"({"type":"hello","protocol":1,"channel":"c0"})"));
  EXPECT_NE(said().find(R"({"type":"start","last":0})"), std::string::npos);
  at(1, frame(R"({"type":"started","channel":"c0","next":0})"));
  EXPECT_EQ(results_.settled, 1U);
  at(2, frame(R"({"type":"number","seq":0,"message":0.5,"at_ms":1764000000123})"));
  at(3, frame(R"({"type":"numbers","seq":1,"messages":[1.5,2.5,3.5],"at_ms":[1,2,3]})"));
  EXPECT_EQ(results_.messages, 4U);
  for (const Delivery& delivery : deliveries_) EXPECT_EQ(delivery.receipts, 1U);
  EXPECT_EQ(deliveries_[3].last, 3 * kMillisecond);
}

TEST_F(ViewerTest, AViewerOfReceivedNumbersResumesAfterACut) {
  settings_.protocol = 1;
  context_.deliveries = deliveries_;
  viewer_->writable();
  at(0, kSwitching + frame(R"({"type":"hello","log":"abc","next":9})"));
  at(1, frame(R"({"type":"started","next":9})") + frame(R"({"type":"number","seq":9,"message":0.5})"));
  said();
  viewer_->cut(2);
  come_back();
  at(2, kSwitching + frame(R"({"type":"hello","log":"abc","next":10})"));
  EXPECT_NE(said().find(R"({"type":"resume","log":"abc","next":10})"), std::string::npos);
  at(3, frame(R"({"type":"started","next":10})") + frame(R"({"type":"number","seq":10,"message":1.5})"));
  EXPECT_EQ(deliveries_[1].receipts, 1U);
  EXPECT_EQ(results_.cut, 1U);
  EXPECT_EQ(results_.closed, 0U);
  EXPECT_EQ(results_.settled, 1U);
}

TEST_F(ViewerTest, ANumberThatComesAgainIsNotCountedAgain) {
  context_.deliveries = deliveries_;
  viewer_->writable();
  at(0, kSwitching + frame(R"({"message": 0.5})") + frame(R"({"message": 0.5})"));
  EXPECT_EQ(deliveries_[0].receipts, 1U);
}

TEST_F(ViewerTest, AViewerThatReturnsIsBackWhenItStreams) {
  viewer_->writable();
  at(0, kSwitching);
  viewer_->cut(1);
  come_back();
  EXPECT_EQ(results_.back.count(), 0U);
  at(2, kSwitching);
  EXPECT_EQ(results_.back.count(), 1U);
}

}  // namespace
}  // namespace sws::bench
