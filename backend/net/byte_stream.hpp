// The bytes of one connection: a TCP socket, with TLS over it if the connection has a session. It is an AsyncStream
// for Beast and also writes without waiting. One connection owns it and uses it on its worker's thread; it may be
// moved to another connection while no operation is pending. Plain TCP and TLS share this type, so that a plain
// viewer pays one null check.
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

  // `tls` is null for plain TCP. If a peer does not begin with a TLS handshake, its bytes are read as plain text
  // and tls() is null from then on, so that the reader can tell the peer.
  explicit ByteStream(TcpSocket socket, std::unique_ptr<TlsSession> tls = nullptr)
      : socket_(std::move(socket)), tls_(std::move(tls)) {}

  executor_type get_executor() { return socket_.get_executor(); }
  int native_handle() { return socket_.native_handle(); }
  TcpSocket& socket() { return socket_; }  // to set options and to end TCP
  TlsSession* tls() { return tls_.get(); }
  const TlsSession* tls() const { return tls_.get(); }

  template <class MutableBuffers, class Token>
  auto async_read_some(const MutableBuffers& buffers, Token&& token);

  template <class ConstBuffers, class Token>
  auto async_write_some(const ConstBuffers& buffers, Token&& token);

  // Completes as soon as a read would not have to wait, be it for data or for the end of the stream.
  template <class Token>
  auto async_wait_readable(Token&& token);

  template <class Token>
  auto async_wait_writable(Token&& token) {
    return socket_.async_wait(TcpSocket::wait_write, std::forward<Token>(token));
  }

  // Sends without waiting and returns, as send(2) does, how many bytes it took, or −1 with errno set. Over TLS it
  // takes all bytes, but may keep ciphertext of them (has_unsent()); a call with empty `bytes` sends that.
  ssize_t send_now(std::span<const char> bytes);

  // Sends `header` and then `size` bytes from the beginning of `file`, which the kernel need not copy, as far as it
  // takes them without waiting. Returns how many bytes it took in all; none over TLS, and none after an error,
  // which the next write reports. REQUIRES: something was read asynchronously before, so that the socket does not
  // block, and the process ignores SIGPIPE.
  std::size_t send_file_now(std::span<const char> header, int file, std::size_t size);

  // Whether ciphertext of earlier writes still has to be sent.
  bool has_unsent() const { return tls_ && tls_->has_output(); }

  void end_tls();        // sends close_notify, if the kernel takes it at once; nothing may be written afterwards
  void shutdown_send();  // end_tls(), and then the same for TCP
  void close();

  // Closes the socket, and the kernel discards what the peer has not taken and tells the peer (RST). After close()
  // the kernel would keep that data for minutes, for a peer that does not read.
  void reset();

 private:
  static constexpr std::size_t kRecordSize = 16'384;  // bytes in the largest record (RFC 8446 §5.1)

  // The progress of an operation over TLS.
  struct Step {
    bool done;
    boost::system::error_code error = {};
    std::size_t size = 0;
    TcpSocket::wait_type wait_for = TcpSocket::wait_read;  // if not done
  };

  // Reads into `into`. An empty buffer waits until there is something to read, and leaves it there.
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
                  // A broken connection counts as readable: the next read reports the error.
                  handler(error == boost::asio::error::operation_aborted ? error : boost::system::error_code());
                }));
      },
      token);
}

// Calls `advance` now, and again whenever the socket is ready, until the operation is done.
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
