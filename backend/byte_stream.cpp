#include "backend/byte_stream.hpp"

#include <sys/socket.h>

namespace sws {

ssize_t ByteStream::send_now(std::span<const char> bytes) {
  return ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void ByteStream::shutdown_send() {
  boost::system::error_code ignored;
  socket_.shutdown(TcpSocket::shutdown_send, ignored);
}

void ByteStream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace sws
