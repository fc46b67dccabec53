#include "backend/connection/transport.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/loop/io_uring_sender.hpp"
#include "tests/backend/net/loopback_fixture.hpp"

namespace sws {
namespace {

namespace net = boost::asio;

class OtherSocket final : public FrameSender::Socket {
 public:
  explicit OtherSocket(int fd) : fd_(fd) {}
  int native_handle() override { return fd_; }
  void on_unsent(std::span<const char>) override {}

 private:
  int fd_;
};

// A transport and its peer, connected over loopback, with buffers small enough to fill. Each test runs twice: with
// frames that are sent one by one, and gathered in a tick. If the kernel does not permit io_uring, the second run
// sends one by one, too, and says so.
class TransportTest : public LoopbackTest, public testing::WithParamInterface<bool>, public Transport::Owner {
 protected:
  TransportTest() : sender_(std::make_unique<FrameSender>()) {
    if (GetParam()) {
      auto io_uring = IoUringSender::create();
      gathers_ = io_uring.has_value();
      if (io_uring) sender_ = std::move(*io_uring);
      if (!io_uring) std::cout << "one by one: " << io_uring.error() << '\n';
    }
    transport_.emplace(ByteStream(connect()), *sender_, *this);
  }

  void on_rest() override { ++rests_; }

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

  std::unique_ptr<FrameSender> sender_;
  std::optional<Transport> transport_;
  bool gathers_ = false;
  int rests_ = 0;
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

TEST_P(TransportTest, ALargeFrameGoesOutAsThePeerMakesRoom) {
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

TEST_P(TransportTest, ALongFrameFollowsTheGatheredOnes) {
  const std::string longer(300, 'l');
  sender_->begin_tick();
  EXPECT_EQ(transport_->send_frame(std::string_view("first")), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(longer), SendStatus::sent);
  EXPECT_EQ(transport_->send_frame(std::string_view("last")), SendStatus::sent);
  sender_->end_tick();
  EXPECT_EQ(receive(309), "first" + longer + "last");
}

TEST_P(TransportTest, GatheredFramesAreSentBeforeTheSocketIsClosed) {
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
  EXPECT_EQ(rests_, gathers_ ? 1 : 0);  // one by one, the caller of send_frame() is told at once
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

// As the last test, but the first frame finds the batch full of frames of other sockets.
TEST_P(TransportTest, AFrameBehindAFullBatchIsNotOvertakenByTheNextOneOfTheSameTick) {
  constexpr int kBatch = 1024;
  TcpSocket other(context_);
  other.open(net::ip::tcp::v4());  // connected to nobody: the kernel takes nothing, and says so at once
  std::vector<OtherSocket> others(kBatch, OtherSocket(other.native_handle()));
  while (transport_->stream().send_now(std::string(1000, 'f')) > 0) continue;
  while (transport_->stream().send_now(std::string_view("f")) > 0) continue;
  sender_->begin_tick();
  for (OtherSocket& socket : others) sender_->send(socket, std::string_view("o"));
  const SendStatus first = transport_->send_frame(std::string_view("first"));
  const SendStatus second = transport_->send_frame(std::string_view("second"));
  sender_->end_tick();
  EXPECT_EQ(first, gathers_ ? SendStatus::sent : SendStatus::blocked);
  EXPECT_EQ(second, SendStatus::blocked);
}

// Otherwise the frames that the peer has not taken would stay in the kernel for minutes.
TEST_P(TransportTest, AResetTellsThePeerAndDropsWhatItHasNotTaken) {
  SendStatus last;
  fill(std::string(1000, 'f'), last);
  transport_->reset();
  char bytes[4096];
  boost::system::error_code error;
  while (!error) peer_.read_some(net::buffer(bytes), error);
  EXPECT_EQ(error, net::error::connection_reset);
}

TEST_P(TransportTest, ASocketThatIsClosedUnderneathIsFoundOut) {
  transport_->stream().close();
  EXPECT_NE(send("frame"), SendStatus::sent);
}

TEST_P(TransportTest, AConnectionThatIsBrokenTakesNoFrame) {
  transport_->close();
  EXPECT_EQ(transport_->send_frame(std::string_view("frame")), SendStatus::failed);
  EXPECT_FALSE(transport_->take_frame(std::string_view("frame")));
}

TEST_P(TransportTest, SeveralWaitersAreCalledInOrder) {
  SendStatus last;
  const std::string taken = fill(std::string(101, 'f'), last);
  std::string called;
  for (const char name : {'a', 'b', 'c'}) {
    transport_->async_wait_writable([&called, name](boost::system::error_code) { called += name; });
  }
  receive(taken.size());
  EXPECT_EQ(called, "abc");
}

INSTANTIATE_TEST_SUITE_P(Frames, TransportTest, testing::Bool(),
                         [](const auto& gathered) { return gathered.param ? "Gathered" : "OneByOne"; });

}  // namespace
}  // namespace sws
