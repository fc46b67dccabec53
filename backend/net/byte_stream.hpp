// What a connection reads from and writes to: a TCP socket, and TLS over it if there is a session. An AsyncStream
// for Beast, and writes that do not wait. Owned by one connection, used on its worker's thread only; may be moved
// to another one while no operation is pending. One type for both, so that a plain viewer pays one null check.
#pragma once

#include <sys/types.h>

#include <array>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>

#include "backend/net/tls_session.hpp"

namespace sws {

// A socket bound to the concrete executor: Asio's type-erased default costs an indirect call at every step.
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class ByteStream {
 public:
  using executor_type = TcpSocket::executor_type;

  // `tls`: null for plain TCP. A peer that then does not begin with a TLS handshake is read in plain, and tls() is
  // null from then on: whoever reads must look, to tell it so.
  explicit ByteStream(TcpSocket socket, std::unique_ptr<TlsSession> tls = nullptr)
      : socket_(std::move(socket)), tls_(std::move(tls)) {}

  executor_type get_executor() { return socket_.get_executor(); }
  int native_handle() { return socket_.native_handle(); }
  TcpSocket& socket() { return socket_; }  // for options, and to end TCP
  TlsSession* tls() { return tls_.get(); }
  const TlsSession* tls() const { return tls_.get(); }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token);

  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token);

  // Completes as soon as a read would not have to wait: there is something to read, or the end.
  template <class Token>
  auto async_wait_readable(Token&& token);

  template <class Token>
  auto async_wait_writable(Token&& token) {
    return socket_.async_wait(TcpSocket::wait_write, std::forward<Token>(token));
  }

  // As send(2), without waiting: how many bytes are taken, or −1 with errno set. Over TLS all are taken, though
  // some may be unsent afterwards; `bytes` may be empty there, to send those.
  ssize_t send_now(std::span<const char> bytes);

  // Whether ciphertext of what was taken has yet to be sent.
  bool has_unsent() const { return tls_ && tls_->has_output(); }

  void end_tls();        // tells the peer that nothing more will be written, as far as the kernel takes it at once
  void shutdown_send();  // nothing more will be written
  void close();

  // For a peer that does not read: what it has not taken would stay in the kernel for minutes behind a close(). It
  // goes, and the peer is told so (RST).
  void reset();

 private:
  static constexpr std::size_t kRecordSize = 16'384;  // the largest (RFC 8446 §5.1)

  // How far an operation over TLS has come.
  struct Step {
    bool done;
    boost::system::error_code error = {};
    std::size_t size = 0;
    TcpSocket::wait_type wait_for = TcpSocket::wait_read;  // unless done
  };

  // Reads into `into`; if that is empty, until there is something to read.
  Step read_step(boost::asio::mutable_buffer into);
  Step read_plain(boost::asio::mutable_buffer into);
  Step receive();
  Step flush_step(std::size_t size);
  boost::system::error_code flush();

  template <class Advance, class Handler>
  void run(Advance advance, Handler handler);
  template <class Advance, class Handler>
  void wait(TcpSocket::wait_type wait_for, Advance advance, Handler handler);

  TcpSocket socket_;
  std::unique_ptr<TlsSession> tls_;
};

template <class MutableBuffers, class Token>
auto ByteStream::async_read_some(const MutableBuffers& buffers, Token&& token) {
  return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
      [this](auto handler, const MutableBuffers& into) {
        if (!tls_) return socket_.async_read_some(into, std::move(handler));
        boost::asio::mutable_buffer first;
        for (auto it = boost::asio::buffer_sequence_begin(into); it != boost::asio::buffer_sequence_end(into);
             ++it) {
          first = *it;
          if (first.size() > 0) break;
        }
        run([this, first] { return first.size() > 0 ? read_step(first) : Step{true}; }, std::move(handler));
      },
      token, buffers);
}

template <class ConstBuffers, class Token>
auto ByteStream::async_write_some(const ConstBuffers& buffers, Token&& token) {
  return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
      [this](auto handler, const ConstBuffers& from) {
        if (!tls_) return socket_.async_write_some(from, std::move(handler));
        std::array<char, kRecordSize> record;
        const std::size_t size = boost::asio::buffer_copy(boost::asio::buffer(record), from);
        const bool encrypted = size == 0 || tls_->write(std::span<const char>(record.data(), size));
        run(
            [this, size, encrypted] {
              return encrypted ? flush_step(size) : Step{true, boost::asio::error::broken_pipe};
            },
            std::move(handler));
      },
      token, buffers);
}

template <class Token>
auto ByteStream::async_wait_readable(Token&& token) {
  return boost::asio::async_initiate<Token, void(boost::system::error_code)>(
      [this](auto handler) {
        if (!tls_) return socket_.async_wait(TcpSocket::wait_read, std::move(handler));
        const auto executor = boost::asio::get_associated_executor(handler, get_executor());
        run([this] { return read_step({}); },
            boost::asio::bind_executor(
                executor, [handler = std::move(handler)](boost::system::error_code error, std::size_t) mutable {
                  // A connection that is broken is one that can be read: the read then says why.
                  handler(error == boost::asio::error::operation_aborted ? error : boost::system::error_code());
                }));
      },
      token);
}

// Does what can be done at once, then what can be done whenever the socket is ready, until it is done.
template <class Advance, class Handler>
void ByteStream::run(Advance advance, Handler handler) {
  const Step step = advance();
  if (!step.done) return wait(step.wait_for, std::move(advance), std::move(handler));
  const auto executor = boost::asio::get_associated_executor(handler, get_executor());
  boost::asio::post(executor, [handler = std::move(handler), step]() mutable { handler(step.error, step.size); });
}

template <class Advance, class Handler>
void ByteStream::wait(TcpSocket::wait_type wait_for, Advance advance, Handler handler) {
  const auto executor = boost::asio::get_associated_executor(handler, get_executor());
  socket_.async_wait(wait_for, boost::asio::bind_executor(
                                   executor, [this, advance = std::move(advance), handler = std::move(handler)](
                                                 boost::system::error_code error) mutable {
                                     if (error) return handler(error, std::size_t{0});
                                     const Step step = advance();
                                     if (step.done) return handler(step.error, step.size);
                                     wait(step.wait_for, std::move(advance), std::move(handler));
                                   }));
}

}  // namespace sws
