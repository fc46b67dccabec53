// The transport over TLS: frames that the kernel has no room for, between what TLS itself says. Over plain TCP:
// transport_test.cpp.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "backend/connection/transport.hpp"
#include "backend/loop/io_uring_sender.hpp"
#include "tests/backend/net/tls_loopback.hpp"

namespace sws {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

// Each test runs twice: frames sent one by one, and gathered in a tick.
class TlsTransportTest : public testing::TestWithParam<bool>, public Transport::Owner {
 protected:
  TlsTransportTest() : sender_(std::make_unique<FrameSender>()) {
    if (GetParam()) {
      auto io_uring = IoUringSender::create();
      if (io_uring) sender_ = std::move(*io_uring);
      if (!io_uring) std::cout << "one by one: " << io_uring.error() << '\n';
    }
    link_.handshake();
    transport_.emplace(std::move(link_.stream()), *sender_, *this);
  }

  void on_rest() override {}

  SendStatus send(std::string_view frame) {
    sender_->begin_tick();
    const SendStatus status = transport_->send_frame(frame);
    sender_->end_tick();
    return status == SendStatus::sent && transport_->has_rest() ? SendStatus::partial : status;
  }

  // Sends frames of `size`, each different, until no more are taken; returns what was taken.
  std::string fill(std::size_t size) {
    std::string taken;
    for (int i = 0;; ++i) {
      std::string frame = std::to_string(i) + ' ';
      frame.resize(size, '.');
      const SendStatus status = send(frame);
      if (status != SendStatus::blocked) taken += frame;
      if (status != SendStatus::sent) return taken;
    }
  }

  void receive(std::size_t size) {
    link_.peer_reads();
    link_.run_until([this, size] { return link_.received().size() >= size; });
  }

  TlsLoopback link_;
  std::unique_ptr<FrameSender> sender_;
  std::optional<Transport> transport_;
};

TEST_P(TlsTransportTest, AFrameThatFitsIsSent) {
  EXPECT_EQ(send("frame"), SendStatus::sent);
  EXPECT_FALSE(transport_->has_rest());
  receive(5);
  EXPECT_EQ(link_.received(), "frame");
}

TEST_P(TlsTransportTest, APeerThatStopsReadingAndReadsAgainLosesNothing) {
  for (const std::size_t size : {20u, 57u, 64u, 300u, 5000u}) {
    std::string expected = link_.received();
    for (int round = 0; round < 3; ++round) {
      expected += fill(size);
      EXPECT_EQ(send("too much"), SendStatus::blocked);
      bool writable = false;
      transport_->async_wait_writable([&](error_code error) { writable = !error; });
      receive(expected.size());
      link_.run_until([&] { return writable; });
      EXPECT_FALSE(transport_->has_rest());
      EXPECT_EQ(link_.received(), expected);
      link_.peer_stops_reading();
    }
  }
}

TEST_P(TlsTransportTest, FramesThatMayNotBeLostFollowThoseThatAreUnsent) {
  std::string expected = fill(57);
  for (int i = 0; i < 3; ++i) {
    transport_->take_frame("must not be lost " + std::to_string(i));
    expected += "must not be lost " + std::to_string(i);
  }
  bool writable = false;
  transport_->async_wait_writable([&](error_code error) { writable = !error; });
  receive(expected.size());
  link_.run_until([&] { return writable; });
  EXPECT_EQ(link_.received(), expected);
}

TEST_P(TlsTransportTest, ALargeFrameThatMayNotBeLostFollowsWhatIsUnsentAndIsNotInterrupted) {
  std::string expected = fill(300);
  const std::string large(100'000, 'l');  // several records
  transport_->take_frame(large);
  expected += large;
  bool writable = false;
  transport_->async_wait_writable([&](error_code error) { writable = !error; });
  link_.peer_reads();
  link_.run_until([&] {
    EXPECT_TRUE(writable || send("late") == SendStatus::blocked);
    return writable;
  });
  receive(expected.size());
  EXPECT_EQ(send("in time"), SendStatus::sent);
  receive(expected.size() + 7);
  EXPECT_EQ(link_.received(), expected + "in time");
}

TEST_P(TlsTransportTest, TwoFramesOfOneTickArriveInOrder) {
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("first")), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(std::string_view("second")), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(std::string(300, 'l')), SendStatus::sent);
  sender_->end_tick();
  receive(311);
  EXPECT_EQ(link_.received(), "firstsecond" + std::string(300, 'l'));
}

// Reading makes TLS produce records while frames are unsent. Their place is behind those frames.
TEST_P(TlsTransportTest, AnswersOfTlsItselfAreInOrderWithTheFrames) {
  std::string expected = fill(57);
  char into[10];
  std::string read;
  const auto start_read = [&](const auto& self) -> void {
    transport_->stream().async_read_some(net::buffer(into), [&, self](error_code error, std::size_t size) {
      if (error) return;
      read.append(into, size);
      self(self);
    });
  };
  start_read(start_read);
  for (int i = 0; i < 5; ++i) link_.peer().update_key();
  link_.peer().write("question");
  link_.peer_says();
  bool writable = false;
  transport_->async_wait_writable([&](error_code error) { writable = !error; });
  receive(expected.size());
  link_.run_until([&] { return writable && read == "question"; });
  EXPECT_EQ(send("after"), SendStatus::sent);
  receive(expected.size() + 5);
  EXPECT_EQ(link_.received(), expected + "after");
  transport_->close();
  link_.context().poll();
}

TEST_P(TlsTransportTest, AGatheredFrameIsSentBeforeTheEndIsSaid) {
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("farewell")), SendStatus::sent);
  transport_->close();
  transport_.reset();
  sender_->end_tick();
  link_.peer_reads();
  link_.run_until([this] { return link_.tcp_ended(); });
  EXPECT_EQ(link_.received(), "farewell");
  EXPECT_TRUE(link_.peer().was_told_the_end());
}

TEST_P(TlsTransportTest, AConnectionThatIsClosedFailsTheFrame) {
  transport_->close();
  EXPECT_EQ(send("frame"), SendStatus::failed);
}

INSTANTIATE_TEST_SUITE_P(Frames, TlsTransportTest, testing::Bool(),
                         [](const auto& gathered) { return gathered.param ? "Gathered" : "OneByOne"; });

}  // namespace
}  // namespace sws
