#include "backend/websocket/transport.hpp"

#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/loop/io_uring_sender.hpp"

namespace sws {
namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;

// A transport and its peer, connected over loopback, with buffers small enough to fill. Each test runs twice:
// frames sent one by one, and gathered in a tick (what the kernel does not permit is left out, and said).
class TransportTest : public ::testing::TestWithParam<bool>, public Transport::Owner {
 protected:
  TransportTest() : sender_(std::make_unique<FrameSender>()) {
    net::basic_socket_acceptor<tcp, net::io_context::executor_type> acceptor(context_,
                                                                             {net::ip::address_v4::loopback(), 0});
    peer_.open(tcp::v4());
    peer_.set_option(net::socket_base::receive_buffer_size(4096));
    peer_.connect(acceptor.local_endpoint());
    TcpSocket socket = acceptor.accept();
    socket.set_option(net::socket_base::send_buffer_size(4096));
    if (GetParam()) {
      auto io_uring = IoUringSender::create();
      gathers_ = io_uring.has_value();
      if (io_uring) sender_ = std::move(*io_uring);
      if (!io_uring) std::cout << "one by one: " << io_uring.error() << '\n';
    }
    transport_.emplace(ByteStream(std::move(socket)), "", *sender_, *this);
  }

  void on_rest() override { ++rests_; }
  void on_close_frame(CloseCode code) override { close_codes_.push_back(code); }

  // Sends one frame as a tick does: gathered frames are known to be unsent only afterwards.
  SendStatus send(std::string_view frame) {
    sender_->begin_tick();
    const SendStatus status = transport_->send_frame(frame);
    sender_->end_tick();
    return status == SendStatus::sent && transport_->has_rest() ? SendStatus::partial : status;
  }

  // Sends frames of `frame` until the kernel takes no more; returns what the kernel and the transport took.
  std::string fill(const std::string& frame, SendStatus& last) {
    std::string taken;
    while ((last = send(frame)) == SendStatus::sent) taken += frame;
    if (last == SendStatus::partial) taken += frame;
    return taken;
  }

  std::string receive(std::size_t size) {
    std::string received(size, '\0');
    net::async_read(peer_, net::buffer(received),
                    [](boost::system::error_code error, std::size_t) { EXPECT_FALSE(error); });
    context_.run();
    context_.restart();
    return received;
  }

  net::io_context context_{1};
  TcpSocket peer_{context_};
  std::unique_ptr<FrameSender> sender_;
  std::optional<Transport> transport_;
  bool gathers_ = false;
  int rests_ = 0;
  std::vector<CloseCode> close_codes_;
};

TEST_P(TransportTest, AFrameThatFitsIsSent) {
  EXPECT_EQ(send("frame"), SendStatus::sent);
  EXPECT_EQ(receive(5), "frame");
}

TEST_P(TransportTest, APartialFrameIsCompletedAndNothingIsLostOrRepeated) {
  SendStatus last;
  const std::string frame = "0123456789abcdefghijklmnopqrstuvwxyz_0123456789abcdefghijklmnopqrstuvw";
  const std::string taken = fill(frame, last);
  bool writable = false;
  EXPECT_EQ(send(frame), SendStatus::blocked);
  transport_->async_wait_writable([&](boost::system::error_code error) { writable = !error; });
  EXPECT_EQ(receive(taken.size()), taken);
  EXPECT_TRUE(writable);
  EXPECT_EQ(send(frame), SendStatus::sent);
  EXPECT_EQ(receive(frame.size()), frame);
}

TEST_P(TransportTest, AWriteOfBeastsFollowsTheRestOfAPartialFrameAndIsNotInterrupted) {
  SendStatus last;
  const std::string taken = fill(std::string(101, 'f'), last);
  const std::string control = "control";
  std::size_t written = 0;
  transport_->async_write_some(net::buffer(control),
                               [&](boost::system::error_code, std::size_t size) { written = size; });
  EXPECT_EQ(send("late"), SendStatus::blocked);
  EXPECT_EQ(receive(taken.size() + control.size()), taken + control);
  EXPECT_EQ(written, control.size());
}

TEST_P(TransportTest, ALargeFrameGoesOutInWhatPartsThePeerHasRoomFor) {
  std::string large(3'000'000, '\0');
  for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 >> 3);
  transport_->take_frame(large);
  transport_->take_frame(std::string_view("behind it"));
  EXPECT_TRUE(transport_->has_rest());
  bool writable = false;
  transport_->async_wait_writable([&](boost::system::error_code error) { writable = !error; });
  EXPECT_EQ(receive(large.size() + 9), large + "behind it");
  EXPECT_TRUE(writable);
  EXPECT_FALSE(transport_->has_rest());
}

TEST_P(TransportTest, AFrameTakenDuringAWriteOfBeastsGoesOutBeforeTheWaiterIsCalled) {
  transport_->async_write_some(net::buffer("pong", 4), [](boost::system::error_code, std::size_t) {});
  transport_->take_frame(std::string_view("message"));
  bool writable = false;
  transport_->async_wait_writable([&](boost::system::error_code error) {
    writable = !error;
    EXPECT_FALSE(transport_->has_rest());
  });
  EXPECT_EQ(receive(11), "pongmessage");
  EXPECT_TRUE(writable);
}

TEST_P(TransportTest, TheOwnerIsToldThatBeastWritesACloseFrameAndOfNothingElse) {
  const auto nothing = [](boost::system::error_code, std::size_t) {};
  transport_->async_write_some(net::buffer("\x8a\x00", 2), nothing);
  EXPECT_EQ(receive(2), std::string("\x8a\x00", 2));
  EXPECT_TRUE(close_codes_.empty());
  transport_->async_write_some(net::buffer("\x88\x02\x03\xea", 4), nothing);
  EXPECT_EQ(close_codes_, std::vector{CloseCode::protocol_error});
}

// A loop that reads until nothing is there would keep everybody else waiting for as long as this peer likes.
TEST_P(TransportTest, WhatAPeerSendsBehindTheEndIsDroppedAndDelaysNobody) {
  const std::string flood(100'000, 'x');
  std::size_t flooded = 0;
  const std::function<void(boost::system::error_code, std::size_t)> more = [&](boost::system::error_code error,
                                                                               std::size_t size) {
    flooded += size;
    if (!error) peer_.async_write_some(net::buffer(flood), more);
  };
  more({}, 0);
  bool ended = false;
  async_teardown(boost::beast::role_type::server, *transport_, [&](boost::system::error_code) { ended = true; });
  while (flooded < 3'000'000) ASSERT_EQ(context_.run_one(), 1U);
  EXPECT_FALSE(ended);
  peer_.close();
  context_.run();
  EXPECT_TRUE(ended);
}

TEST_P(TransportTest, PrefetchedBytesAreReadFirst) {
  Transport transport(std::move(transport_->stream()), "abcdef", *sender_, *this);
  std::string first(4, '\0'), second(4, '\0');
  std::size_t first_size = 0, second_size = 0;
  transport.async_read_some(net::buffer(first), [&](boost::system::error_code, std::size_t size) {
    first_size = size;
    transport.async_read_some(net::buffer(second),
                              [&](boost::system::error_code, std::size_t more) { second_size = more; });
  });
  context_.run();
  EXPECT_EQ(first.substr(0, first_size) + second.substr(0, second_size), "abcdef");
}

TEST_P(TransportTest, AWriteOfBeastsFollowsWhatIsGathered) {
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("first")), SendStatus::sent);
  transport_->async_write_some(net::buffer("second", 6), [](boost::system::error_code, std::size_t) {});
  sender_->end_tick();
  EXPECT_EQ(receive(11), "firstsecond");
}

TEST_P(TransportTest, ALongFrameFollowsWhatIsGathered) {
  const std::string longer(300, 'l');
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("first")), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(longer), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(std::string_view("last")), SendStatus::sent);
  sender_->end_tick();
  EXPECT_EQ(receive(309), "first" + longer + "last");
}

TEST_P(TransportTest, WhatIsGatheredIsSentBeforeTheSocketIsClosed) {
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("farewell")), SendStatus::sent);
  transport_->close();
  transport_.reset();  // and the end of the tick finds nothing of it
  sender_->end_tick();
  EXPECT_EQ(receive(8), "farewell");
}

TEST_P(TransportTest, MoreFramesThanASystemCallTakesAreSentInOrder) {
  constexpr int kFrames = 1500;
  const net::socket_base::receive_buffer_size room(1 << 20);
  peer_.set_option(room);
  transport_->stream().socket().set_option(net::socket_base::send_buffer_size(1 << 20));
  std::string expected;
  sender_->begin_tick();
  for (int i = 0; i < kFrames; ++i) {
    const std::string frame(1, static_cast<char>('a' + i % 26));
    EXPECT_EQ(transport_->send_frame(frame), SendStatus::sent);
    expected += frame;
  }
  sender_->end_tick();
  EXPECT_EQ(receive(kFrames), expected);
}

TEST_P(TransportTest, AGatheredFrameThatThePeerHasNoRoomForIsKeptAndItsOwnerTold) {
  SendStatus last;
  const std::string taken = fill(std::string(60, 'g'), last);
  EXPECT_NE(last, SendStatus::sent);
  EXPECT_EQ(rests_, gathers_ ? 1 : 0);  // one by one, whoever sends knows at once
  if (last != SendStatus::partial) return;
  bool writable = false;
  transport_->async_wait_writable([&](boost::system::error_code error) { writable = !error; });
  EXPECT_EQ(receive(taken.size()), taken);
  EXPECT_TRUE(writable);
}

// The kernel may find room between two frames that it is handed together.
TEST_P(TransportTest, AFrameThatThePeerHasNoRoomForIsNotOvertakenByTheNextOneOfTheSameTick) {
  while (transport_->stream().send_now(std::string(1000, 'f')) > 0) continue;
  while (transport_->stream().send_now(std::string_view("f")) > 0) continue;
  sender_->begin_tick();
  const SendStatus first = transport_->send_frame(std::string_view("first"));
  const SendStatus second = transport_->send_frame(std::string_view("second"));
  sender_->end_tick();
  EXPECT_EQ(first, gathers_ ? SendStatus::sent : SendStatus::blocked);
  EXPECT_EQ(second, SendStatus::blocked);
  EXPECT_EQ(transport_->has_rest(), gathers_);
}

TEST_P(TransportTest, ASocketThatIsClosedUnderneathIsFoundOut) {
  transport_->stream().close();
  EXPECT_NE(send("frame"), SendStatus::sent);
}

INSTANTIATE_TEST_SUITE_P(Frames, TransportTest, testing::Bool(),
                         [](const auto& gathered) { return gathered.param ? "Gathered" : "OneByOne"; });

}  // namespace
}  // namespace sws
