// The layer that Beast reads from and writes to: its writes among frames of ours, and the bytes that are counted.
// The websocket_…_test.cpp files drive the whole of Beast and the adapter.
#include "backend/websocket/beast_layer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/write.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/loop/io_uring_sender.hpp"
#include "tests/backend/net/loopback_fixture.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

namespace net = boost::asio;
using boost::system::error_code;

// A layer over a transport, and its peer, connected over loopback with buffers small enough to fill.
class BeastLayerTest : public LoopbackTest, public Transport::Owner, public BeastLayer::Owner {
 protected:
  BeastLayerTest() {
    transport_.emplace(ByteStream(connect()), sender_, *this);
    layer_.emplace(context_.get_executor(), *transport_, "", *this);
  }

  void on_rest() override {}
  bool on_bytes(std::size_t size) override {
    sizes_.push_back(size);
    return !refuses_bytes_;
  }

  // Sends until the layer has stopped to read; returns whether it has.
  bool flood_comes_to_a_stand() {
    peer_.non_blocking(true);
    const std::string flood(10'000, 'x');
    for (std::size_t sent = 0; sent < 20'000'000;) {
      error_code error;
      sent += peer_.write_some(net::buffer(flood), error);
      if (context_.poll() == 0 && error == net::error::would_block) return true;
      context_.restart();
    }
    return false;
  }

  // Reads again and again, at most `room` bytes at a time, and returns what each read gave: the first `most` reads,
  // or all of them up to the end.
  std::vector<std::string> reads_of(BeastLayer& layer, std::size_t room, std::size_t most = SIZE_MAX) {
    std::vector<std::string> reads;
    std::string into(room, '\0');
    const std::function<void()> more = [&] {
      layer.async_read_some(net::buffer(into), [&](error_code error, std::size_t size) {
        if (error) return;
        reads.push_back(into.substr(0, size));
        if (reads.size() < most) more();
      });
    };
    more();
    run();
    return reads;
  }
  void on_ping_or_pong() override {}
  void on_peer_close(CloseCode) override { ++peer_closes_; }
  void on_violation(CloseCode code) override { violations_.push_back(code); }

  void write(std::string_view bytes) {
    layer_->async_write_some(net::buffer(bytes.data(), bytes.size()),
                             [this](error_code error, std::size_t size) { written_ = error ? 0 : size; });
  }

  std::string fill() {
    const std::string frame(101, 'f');
    std::string taken;
    for (;;) {
      const SendStatus status = transport_->send_frame(frame);
      if (status != SendStatus::blocked) taken += frame;
      if (status == SendStatus::sent) continue;
      if (stays_full(transport_->stream().native_handle())) return taken;
      transport_->async_wait_writable([](error_code) {});
      run();
    }
  }

  FrameSender sender_;
  std::optional<Transport> transport_;
  std::optional<BeastLayer> layer_;
  std::optional<std::size_t> written_;
  std::vector<std::size_t> sizes_;
  bool refuses_bytes_ = false;
  std::vector<CloseCode> violations_;
  int peer_closes_ = 0;
};

TEST_F(BeastLayerTest, AWriteFollowsTheRestOfAPartialFrameAndIsNotInterrupted) {
  const std::string taken = fill();
  write("control");
  context_.poll();
  context_.restart();
  EXPECT_FALSE(written_);
  EXPECT_EQ(transport_->send_frame(std::string_view("late")), SendStatus::blocked);
  EXPECT_EQ(receive(taken.size() + 7), taken + "control");
  EXPECT_EQ(written_, 7u);
}

TEST_F(BeastLayerTest, AWriteIsACompletionAlsoIfThereIsRoom) {
  write("pong");
  EXPECT_FALSE(written_);
  EXPECT_EQ(receive(4), "pong");
  EXPECT_EQ(written_, 4u);
}

TEST_F(BeastLayerTest, AWriteOnABrokenConnectionFails) {
  transport_->close();
  write("pong");
  run();
  EXPECT_EQ(written_, 0u);
}

TEST_F(BeastLayerTest, AWriteCompletesBehindAWaiterThatBeganAfterIt) {
  const std::string taken = fill();
  std::optional<bool> written_before;
  write("pong");
  transport_->async_wait_writable([&](error_code) { written_before = written_.has_value(); });
  receive(taken.size() + 4);
  EXPECT_EQ(written_before, false);
  EXPECT_EQ(written_, 4u);
}

TEST_F(BeastLayerTest, AWriteFollowsAGatheredFrame) {
  auto io_uring = IoUringSender::create();
  if (!io_uring) GTEST_SKIP() << io_uring.error();
  Transport transport(std::move(transport_->stream()), **io_uring, *this);
  BeastLayer layer(context_.get_executor(), transport, "", *this);
  (*io_uring)->begin_tick();
  EXPECT_EQ(transport.send_frame(std::string_view("first")), SendStatus::sent);
  layer.async_write_some(net::buffer("second", 6), [](error_code, std::size_t) {});
  (*io_uring)->end_tick();
  EXPECT_EQ(receive(11), "firstsecond");
}

TEST_F(BeastLayerTest, ACloseFrameThatIsWrittenUnaskedIsAViolation) {
  write(std::string_view("\x8a\x00", 2));
  EXPECT_TRUE(violations_.empty());
  write("\x88\x02\x03\xf1");
  EXPECT_EQ(violations_, std::vector{CloseCode::message_too_big});
  EXPECT_EQ(peer_closes_, 0);
  EXPECT_EQ(receive(6), std::string("\x8a\x00\x88\x02\x03\xf1", 6));
}

TEST_F(BeastLayerTest, ACloseFrameThatAnswersIsNone) {
  layer_->expect_answer_to_close();
  write("\x88\x02\x03\xe8");
  EXPECT_TRUE(violations_.empty());
  EXPECT_EQ(peer_closes_, 1);
}

TEST_F(BeastLayerTest, NothingIsWrittenBehindOurCloseFrame) {
  const std::string taken = fill();
  layer_->send_close(CloseCode::normal);
  write("\x88\x02\x03\xe8");
  context_.poll();
  context_.restart();
  EXPECT_FALSE(written_);  // for Beast shuts the socket down next, and our frame is not out
  EXPECT_EQ(receive(taken.size() + 4), taken + "\x88\x02\x03\xe8");
  EXPECT_EQ(written_, 4u);
  EXPECT_TRUE(violations_.empty());
  EXPECT_EQ(peer_closes_, 0);
  transport_->close();
  error_code error;
  char byte;
  EXPECT_EQ(peer_.read_some(net::buffer(&byte, 1), error), 0u);
}

TEST_F(BeastLayerTest, PrefetchedBytesAreReadFirstAndCountedToo) {
  const std::string first = client_frame(kTextBegins, "abc"), second = client_frame(kEnds, "defgh");
  BeastLayer layer(context_.get_executor(), *transport_, first, *this);
  EXPECT_TRUE(layer.has_input());
  net::write(peer_, net::buffer(second));
  peer_.close();
  EXPECT_EQ(reads_of(layer, 4, 6), (std::vector{first.substr(0, 4), first.substr(4, 4), first.substr(8),
                                                second.substr(0, 4), second.substr(4, 4), second.substr(8)}));
  EXPECT_FALSE(layer.has_input());
  EXPECT_EQ(sizes_, (std::vector<std::size_t>{4, 4, 1, 4, 4, 3}));
}

TEST_F(BeastLayerTest, MessagesThatArriveTogetherAreReadOneByOne) {
  const std::string first = client_frame(kTextBegins, "one") + client_frame(kPing, "") + client_frame(kEnds, "");
  const std::string second = client_frame(kPing, "two") + client_frame(kText, "two");
  const std::string third = client_frame(kPing, "three");
  net::write(peer_, net::buffer(first + second + third));
  EXPECT_EQ(reads_of(*layer_, 100, 3), (std::vector{first, second, third}));
  EXPECT_TRUE(layer_->is_between_messages());
  EXPECT_EQ(sizes_, (std::vector{first.size(), second.size(), third.size()}));
}

// Its own message ends the read of Beast, which would wait for the peer otherwise.
TEST_F(BeastLayerTest, BehindPingsTheLayerPutsAMessage) {
  const std::string ping = client_frame(kPing, "p"), empty = client_frame(kBinary, "");
  net::write(peer_, net::buffer(ping + ping));
  EXPECT_EQ(reads_of(*layer_, 100, 2), (std::vector{ping + ping, empty}));
  EXPECT_EQ(sizes_.size(), 1U);
  EXPECT_TRUE(layer_->took_own_message());
  EXPECT_FALSE(layer_->took_own_message());
  net::write(peer_, net::buffer(ping));
  EXPECT_EQ(reads_of(*layer_, 100, 2), (std::vector{ping, empty}));
}

TEST_F(BeastLayerTest, WithinAMessageTheLayerPutsNone) {
  const std::string begun = client_frame(kTextBegins, "x");
  net::write(peer_, net::buffer(begun));
  peer_.close();
  EXPECT_EQ(reads_of(*layer_, 100), std::vector{begun});
  EXPECT_FALSE(layer_->took_own_message());
}

TEST_F(BeastLayerTest, BytesThatTheOwnerRefusesAreNotParsedAndNoMoreAreRead) {
  refuses_bytes_ = true;
  std::optional<error_code> read;
  std::string into(4, '\0');
  layer_->async_read_some(net::buffer(into), [&](error_code error, std::size_t) { read = error; });
  EXPECT_TRUE(flood_comes_to_a_stand());
  EXPECT_FALSE(read);
  transport_->close();
  run();
  ASSERT_TRUE(read);
  EXPECT_TRUE(*read);
  EXPECT_EQ(sizes_.size(), 1U);
}

TEST_F(BeastLayerTest, BytesBehindTheEndThatTheOwnerRefusesAreTheLastThatAreRead) {
  refuses_bytes_ = true;
  bool ended = false;
  async_teardown(boost::beast::role_type::server, *layer_, [&](error_code error) { ended = !!error; });
  EXPECT_TRUE(flood_comes_to_a_stand());
  EXPECT_FALSE(ended);
  transport_->close();
  run();
  EXPECT_TRUE(ended);
  EXPECT_EQ(sizes_.size(), 1U);
}

// A loop that reads until nothing is there would keep everybody else waiting for as long as this peer likes.
TEST_F(BeastLayerTest, BytesBehindTheEndAreDroppedAndDelayNobody) {
  const std::string flood(100'000, 'x');
  std::size_t flooded = 0;
  const std::function<void(error_code, std::size_t)> more = [&](error_code error, std::size_t size) {
    flooded += size;
    if (!error) peer_.async_write_some(net::buffer(flood), more);
  };
  more({}, 0);
  bool ended = false;
  async_teardown(boost::beast::role_type::server, *layer_, [&](error_code) { ended = true; });
  while (flooded < 3'000'000) ASSERT_EQ(context_.run_one(), 1U);
  EXPECT_FALSE(ended);
  peer_.close();
  run();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace sws
