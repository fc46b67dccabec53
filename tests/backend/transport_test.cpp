#include "backend/transport.hpp"

#include <gtest/gtest.h>

#include <boost/asio/read.hpp>
#include <optional>
#include <string>

namespace sws {
namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;

// A transport and its peer, connected over loopback, with buffers small enough to fill.
class TransportTest : public ::testing::Test {
 protected:
  TransportTest() {
    net::basic_socket_acceptor<tcp, net::io_context::executor_type> acceptor(context_,
                                                                             {net::ip::address_v4::loopback(), 0});
    peer_.open(tcp::v4());
    peer_.set_option(net::socket_base::receive_buffer_size(4096));
    peer_.connect(acceptor.local_endpoint());
    TcpSocket socket = acceptor.accept();
    socket.set_option(net::socket_base::send_buffer_size(4096));
    transport_.emplace(std::move(socket), "");
  }

  // Sends frames of `frame` until the kernel takes no more; returns what the kernel and the transport took.
  std::string fill(const std::string& frame, SendStatus& last) {
    std::string taken;
    while ((last = transport_->send_frame(frame)) == SendStatus::sent) taken += frame;
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
  std::optional<Transport> transport_;
};

TEST_F(TransportTest, AFrameThatFitsIsSent) {
  EXPECT_EQ(transport_->send_frame(std::string("frame")), SendStatus::sent);
  EXPECT_EQ(receive(5), "frame");
}

TEST_F(TransportTest, APartialFrameIsCompletedAndNothingIsLostOrRepeated) {
  SendStatus last;
  const std::string frame = "0123456789abcdefghijklmnopqrstuvwxyz_0123456789abcdefghijklmnopqrstuvw";
  const std::string taken = fill(frame, last);
  bool writable = false;
  EXPECT_EQ(transport_->send_frame(frame), last == SendStatus::partial ? SendStatus::blocked : SendStatus::blocked);
  transport_->async_wait_writable([&](boost::system::error_code error) { writable = !error; });
  EXPECT_EQ(receive(taken.size()), taken);
  EXPECT_TRUE(writable);
  EXPECT_EQ(transport_->send_frame(frame), SendStatus::sent);
  EXPECT_EQ(receive(frame.size()), frame);
}

TEST_F(TransportTest, AWriteOfBeastsFollowsTheRestOfAPartialFrameAndIsNotInterrupted) {
  SendStatus last;
  const std::string taken = fill(std::string(101, 'f'), last);
  const std::string control = "control";
  std::size_t written = 0;
  transport_->async_write_some(net::buffer(control),
                               [&](boost::system::error_code, std::size_t size) { written = size; });
  EXPECT_EQ(transport_->send_frame(std::string("late")), SendStatus::blocked);
  EXPECT_EQ(receive(taken.size() + control.size()), taken + control);
  EXPECT_EQ(written, control.size());
}

TEST_F(TransportTest, PrefetchedBytesAreReadFirst) {
  Transport transport(std::move(transport_->socket()), "abcdef");
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

TEST_F(TransportTest, ABrokenConnectionFails) {
  transport_->socket().close();
  EXPECT_EQ(transport_->send_frame(std::string("frame")), SendStatus::failed);
}

}  // namespace
}  // namespace sws
