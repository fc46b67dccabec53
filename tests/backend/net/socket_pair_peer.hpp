// The other end of a connection under test. The two ends are a socket pair (AF_UNIX) in one process, so that a test
// needs no port and no thread: the test says something, lets the io_context poll(), and hears the answer. No
// function waits. AF_UNIX behaves like TCP here, with one exception: a reset looks like an end, see
// watch_for_reset().
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>

#include "backend/net/byte_stream.hpp"
#include "backend/process/file_descriptor.hpp"

namespace sws {

class SocketPairPeer {
 public:
  SocketPairPeer() {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      throw std::runtime_error("socketpair() failed");
    }
    own_end_ = FileDescriptor(ends[0]);
    server_end_ = FileDescriptor(ends[1]);
  }

  // The end for the connection under test. REQUIRES: called once.
  TcpSocket take_server_end(boost::asio::io_context& context) {
    return {context, boost::asio::ip::tcp::v4(), server_end_.release()};
  }

  // Sends `bytes`, which must fit into the kernel's buffer.
  void say(std::string_view bytes) {
    if (try_to_say(bytes) != bytes.size()) throw std::runtime_error("the kernel did not take all that was said");
  }

  // Sends as much of `bytes` as the kernel takes and returns how much that is.
  std::size_t try_to_say(std::string_view bytes) {
    const ssize_t size = ::send(own_end_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return size < 0 ? 0 : static_cast<std::size_t>(size);
  }

  // Returns everything that has arrived since the last call.
  std::string hear() {
    std::string heard;
    std::array<char, 65'536> bytes;
    ssize_t size = 0;
    while ((size = ::recv(own_end_.get(), bytes.data(), bytes.size(), 0)) > 0) {
      heard.append(bytes.data(), static_cast<std::size_t>(size));
    }
    if (size == 0 || errno == ECONNRESET) has_heard_end_ = true;
    return heard;
  }

  // Whether hear() has come to the end: the other side sends no more.
  bool has_heard_end() const { return has_heard_end_; }

  void shut_down_sending() { ::shutdown(own_end_.get(), SHUT_WR); }
  void leave() { own_end_ = FileDescriptor(); }

  // Call it before take_server_end(). From then on a descriptor of the test's own keeps the server's socket open,
  // so that the peer never hears the end, and was_reset() says whether the connection has asked the kernel to
  // discard its unsent bytes on closing.
  void watch_for_reset() { watched_end_ = FileDescriptor(::dup(server_end_.get())); }
  bool was_reset() const {
    linger option{};
    socklen_t size = sizeof option;
    getsockopt(watched_end_.get(), SOL_SOCKET, SO_LINGER, &option, &size);
    return option.l_onoff != 0 && option.l_linger == 0;
  }

 private:
  FileDescriptor own_end_, server_end_, watched_end_;
  bool has_heard_end_ = false;
};

}  // namespace sws
