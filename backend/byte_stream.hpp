// What a connection reads from and writes to: a TCP socket, whatever is spoken over it. An AsyncStream for Beast,
// and writes that do not wait. Owned by one connection, used on its worker's thread only; may be moved to another
// one while no operation is pending.
#pragma once

#include <sys/types.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <span>
#include <utility>

namespace sws {

// A socket bound to the concrete executor: Asio's type-erased default costs an indirect call at every step.
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class ByteStream {
 public:
  using executor_type = TcpSocket::executor_type;

  explicit ByteStream(TcpSocket socket) : socket_(std::move(socket)) {}

  executor_type get_executor() { return socket_.get_executor(); }
  int native_handle() { return socket_.native_handle(); }
  TcpSocket& socket() { return socket_; }  // for options, and to end TCP

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token) {
    return socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token) {
    return socket_.async_write_some(buffers, std::forward<Token>(token));
  }

  // Completes as soon as a read would not have to wait: there is something to read, or the end.
  template <class Token>
  auto async_wait_readable(Token&& token) {
    return socket_.async_wait(TcpSocket::wait_read, std::forward<Token>(token));
  }

  template <class Token>
  auto async_wait_writable(Token&& token) {
    return socket_.async_wait(TcpSocket::wait_write, std::forward<Token>(token));
  }

  // As send(2), without waiting: how many bytes are taken, or −1 with errno set.
  ssize_t send_now(std::span<const char> bytes);

  void shutdown_send();  // nothing more will be written
  void close();

 private:
  TcpSocket socket_;
};

}  // namespace sws
