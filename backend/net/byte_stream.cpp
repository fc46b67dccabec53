#include "backend/net/byte_stream.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>
#include <cerrno>

namespace sws {
namespace {

constexpr char kHandshakeRecord = 0x16;  // the first byte of a TLS connection (RFC 8446 §5.1)

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

boost::system::error_code last_error() {
  return {errno, boost::system::system_category()};
}

ssize_t send_bytes(TcpSocket& socket, std::span<const char> bytes) {
  return ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

ssize_t receive_bytes(TcpSocket& socket, void* into, std::size_t size, int flags = 0) {
  return ::recv(socket.native_handle(), into, size, MSG_DONTWAIT | flags);
}

}  // namespace

ssize_t ByteStream::send_now(std::span<const char> bytes) {
  if (!tls_) return send_bytes(socket_, bytes);
  const bool encrypted = bytes.empty() || tls_->write(bytes);
  errno = EPIPE;
  if (!encrypted || flush()) return -1;
  return static_cast<ssize_t>(bytes.size());
}

std::size_t ByteStream::send_file_now(std::span<const char> header, int file, std::size_t size) {
  if (tls_) return 0;
  const int flags = MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE;
  const ssize_t of_header = ::send(socket_.native_handle(), header.data(), header.size(), flags);
  if (of_header < 0) return 0;
  const auto taken = static_cast<std::size_t>(of_header);
  if (taken < header.size()) return taken;
  off_t offset = 0;
  while (static_cast<std::size_t>(offset) < size) {
    if (::sendfile(socket_.native_handle(), file, &offset, size - static_cast<std::size_t>(offset)) <= 0) break;
  }
  return taken + static_cast<std::size_t>(offset);
}

// If the kernel has no room, the rest stays for later and that is not an error. On an error, errno is set as well.
boost::system::error_code ByteStream::flush() {
  while (tls_->has_output()) {
    const ssize_t sent = send_bytes(socket_, tls_->output());
    if (sent < 0) return would_block() ? boost::system::error_code() : last_error();
    tls_->sent(static_cast<std::size_t>(sent));
  }
  return {};
}

ByteStream::Step ByteStream::flush_step(std::size_t size) {
  const auto error = flush();
  if (error) return {true, error};
  if (!tls_->has_output()) return {true, {}, size};
  return {false, {}, 0, TcpSocket::wait_write};
}

ByteStream::Step ByteStream::read_step(boost::asio::mutable_buffer into) {
  for (bool received = false;; received = true) {
    if (!tls_) return read_plain(into);
    const std::span<char> room(static_cast<char*>(into.data()), into.size());
    const TlsSession::Read read = room.empty() ? tls_->peek() : tls_->read(room);
    const auto error = flush();
    if (read.progress == TlsSession::Progress::data) return {true, {}, read.size};
    if (read.progress == TlsSession::Progress::ended) return {true, boost::asio::error::eof};
    if (read.progress == TlsSession::Progress::failed)
      return {true, make_error_code(boost::system::errc::protocol_error)};
    if (error) return {true, error};
    if (tls_->ignores_input()) return {false, {}, 0, TcpSocket::wait_error};  // until the connection ends
    if (tls_->owes_answer()) return {false, {}, 0, TcpSocket::wait_write};
    if (received) return {false};  // one receive per call, so that other connections have their turn
    if (const Step step = receive(); !step.done || step.error) return step;
  }
}

// Feeds the session what the kernel has received. Not done if there is nothing.
ByteStream::Step ByteStream::receive() {
  std::array<char, kRecordSize> bytes;
  if (!tls_->is_fed() && receive_bytes(socket_, bytes.data(), 1, MSG_PEEK) == 1 && bytes[0] != kHandshakeRecord) {
    tls_.reset();
    return {true};
  }
  const ssize_t size = receive_bytes(socket_, bytes.data(), bytes.size());
  if (size < 0) return would_block() ? Step{false} : Step{true, last_error()};
  if (size == 0) tls_->feed_end();
  if (size > 0) tls_->feed(std::span<const char>(bytes.data(), static_cast<std::size_t>(size)));
  return {true};
}

// Reads from a peer that does not speak TLS.
ByteStream::Step ByteStream::read_plain(boost::asio::mutable_buffer into) {
  const ssize_t size = receive_bytes(socket_, into.data(), into.size());
  if (size < 0) return would_block() ? Step{false} : Step{true, last_error()};
  if (size == 0) return {true, boost::asio::error::eof};
  return {true, {}, static_cast<std::size_t>(size)};
}

void ByteStream::end_tls() {
  if (!tls_) return;
  tls_->close();
  flush();
}

void ByteStream::shutdown_send() {
  end_tls();
  boost::system::error_code ignored;
  socket_.shutdown(TcpSocket::shutdown_send, ignored);
}

void ByteStream::close() {
  end_tls();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void ByteStream::reset() {
  int unacknowledged = 0;
  ioctl(socket_.native_handle(), SIOCOUTQ, &unacknowledged);
  boost::system::error_code ignored;
  if (unacknowledged > 0) socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace sws
