// A byte stream over TLS and a client as its peer, connected over loopback. The socket buffers are small, so that a
// test can fill them. Both sides run in one io_context, and the peer reads only when the test says so.
#pragma once

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "backend/net/byte_stream.hpp"
#include "backend/net/tls_context.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws {

class TlsLoopback {
 public:
  TlsLoopback() {
    namespace net = boost::asio;
    net::basic_socket_acceptor<net::ip::tcp, net::io_context::executor_type> acceptor(
        context_, {net::ip::address_v4::loopback(), 0});
    socket_.open(net::ip::tcp::v4());
    socket_.set_option(net::socket_base::receive_buffer_size(4096));
    socket_.connect(acceptor.local_endpoint());
    TcpSocket accepted = acceptor.accept();
    accepted.set_option(net::socket_base::send_buffer_size(4096));
    stream_ = std::make_unique<ByteStream>(std::move(accepted), tls_context().new_session());
  }

  boost::asio::io_context& context() { return context_; }
  ByteStream& stream() { return *stream_; }
  TlsPeer& peer() { return peer_; }

  // Runs both sides until `condition` holds.
  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) {
      context_.restart();
      if (context_.run_one_for(kDeadline) == 0)
        throw std::runtime_error("the condition that the test waits for did not come true in time");
    }
  }

  void handshake() {
    peer_reads();
    peer_says();
    bool done = false;
    stream_->async_wait_readable([&](boost::system::error_code) { done = true; });
    run_until([this] { return peer_.is_connected(); });
    peer_.write("!");  // ends the wait
    peer_says();
    run_until([&] { return done; });
    char byte;
    done = false;
    stream_->async_read_some(boost::asio::buffer(&byte, 1),
                             [&](boost::system::error_code, std::size_t) { done = true; });
    run_until([&] { return done; });
    peer_stops_reading();
  }

  // Sends the output of the peer's TLS.
  void peer_says() { say(peer_.take()); }
  void say(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size())); }
  // The same without waiting. True if the kernel took all of it.
  bool peer_tries_to_say() {
    const std::string bytes = peer_.take();
    return ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  // From now on the peer reads, and answers as TLS requires.
  void peer_reads() {
    if (reading_) return;
    reading_ = true;
    read();
  }
  void peer_stops_reading() {
    reading_ = false;
    socket_.cancel();
    run_until([this] { return !read_pending_; });
  }

  // Sends a FIN. Closing the socket could send a RST instead, if a session ticket of the server's has not been
  // read.
  void peer_leaves() { socket_.shutdown(TcpSocket::shutdown_send); }

  const std::string& received() const { return received_; }  // plaintext
  std::size_t bytes_received() const { return bytes_received_; }
  bool tcp_ended() const { return tcp_ended_; }

 private:
  static const TlsContext& tls_context() {
    static const TestAuthority authority;
    static const TlsContext context = *TlsContext::load(authority.issue());
    return context;
  }

  void read() {
    read_pending_ = true;
    socket_.async_read_some(boost::asio::buffer(block_), [this](boost::system::error_code error, std::size_t size) {
      read_pending_ = false;
      if (error == boost::asio::error::eof) tcp_ended_ = true;
      if (error) return;
      bytes_received_ += size;
      received_ += peer_.feed({block_, size});
      peer_says();
      if (reading_) read();
    });
  }

  boost::asio::io_context context_{1};
  TcpSocket socket_{context_};
  std::unique_ptr<ByteStream> stream_;
  TlsPeer peer_;
  char block_[4096];
  std::string received_;
  std::size_t bytes_received_ = 0;
  bool reading_ = false;
  bool read_pending_ = false;
  bool tcp_ended_ = false;
};

}  // namespace sws
