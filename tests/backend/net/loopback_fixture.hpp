// Two ends of a TCP connection over loopback with small buffers, and an io_context that both share. For tests that
// need a real TCP socket, because they look at how much the kernel takes.
#pragma once

#include <gtest/gtest.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <cstddef>
#include <string>

#include "backend/net/byte_stream.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {

class LoopbackTest : public ::testing::Test {
 protected:
  // Connects peer_; returns the other end.
  TcpSocket connect() {
    using boost::asio::ip::tcp, boost::asio::socket_base;
    boost::asio::basic_socket_acceptor<tcp, boost::asio::io_context::executor_type> acceptor(
        context_, {boost::asio::ip::address_v4::loopback(), 0});
    peer_.open(tcp::v4());
    peer_.set_option(socket_base::receive_buffer_size(4096));
    peer_.connect(acceptor.local_endpoint());
    TcpSocket socket = acceptor.accept();
    socket.set_option(socket_base::send_buffer_size(4096));
    return socket;
  }

  // Whether `socket`, which had no room, still has none when the kernel has delivered what it can deliver: on a
  // busy machine it does so later, and then has room again.
  static bool stays_full(int socket) {
    wait_until("nothing is on its way", [socket] {
      int unacknowledged = 0, unsent = 0;
      return ioctl(socket, SIOCOUTQ, &unacknowledged) == 0 && ioctl(socket, SIOCOUTQNSD, &unsent) == 0 &&
             unacknowledged == unsent;
    });
    pollfd wanted{.fd = socket, .events = POLLOUT, .revents = 0};
    return poll(&wanted, 1, 0) == 0;
  }

  // Reads exactly so many bytes at the peer.
  std::string receive(std::size_t size) {
    std::string received(size, '\0');
    bool done = false;
    boost::asio::async_read(peer_, boost::asio::buffer(received),
                            [&done](boost::system::error_code error, std::size_t) { done = !error; });
    run();
    EXPECT_TRUE(done);
    return received;
  }

  // Runs until nothing is left to be done, but not for ever if something never happens.
  void run() {
    context_.run_for(kDeadline);
    if (!context_.stopped()) peer_.close();
    context_.run_for(kDeadline);
    context_.restart();
  }

  boost::asio::io_context context_{1};
  TcpSocket peer_{context_};
};

}  // namespace sws
