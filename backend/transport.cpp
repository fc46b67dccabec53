#include "backend/transport.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace sws {
namespace {

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

SendStatus Transport::send_frame(std::span<const char> frame) {
  if (write_in_flight_ || has_rest()) return SendStatus::blocked;
  const ssize_t sent = sender_->send(*this, frame);
  if (sent < 0) return would_block(errno) ? SendStatus::blocked : SendStatus::failed;
  if (static_cast<std::size_t>(sent) == frame.size()) return SendStatus::sent;
  rest_.assign(frame.begin() + sent, frame.end());
  return SendStatus::partial;
}

void Transport::on_unsent(std::span<const char> rest) {
  rest_.append(rest.begin(), rest.end());
  owner_->on_rest();
}

void Transport::close() {
  sender_->flush();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void Transport::take_frame(std::span<const char> frame) {
  if (send_frame(frame) == SendStatus::blocked) rest_.append(frame.begin(), frame.end());
}

void Transport::async_wait_writable(std::function<void(boost::system::error_code)> handler) {
  if (write_in_flight_) {
    waiter_ = std::move(handler);
    return;
  }
  socket_.async_wait(TcpSocket::wait_write,
                     [this, handler = std::move(handler)](boost::system::error_code error) mutable {
                       if (!error) error = send_rest();
                       if (!error && (has_rest() || write_in_flight_))
                         return async_wait_writable(std::move(handler));
                       handler(error);
                     });
}

// The waiter goes first: a peer that keeps Beast writing pongs must not keep its own numbers from being sent.
void Transport::on_beast_wrote(boost::system::error_code error) {
  write_in_flight_ = false;
  rest_sent_ = std::string();
  auto waiter = std::exchange(waiter_, nullptr);
  if (!waiter) return;
  if (!error) error = send_rest();
  if (!error && has_rest()) return async_wait_writable(std::move(waiter));
  waiter(error);
}

void Transport::drop_rest() {
  rest_ = std::string();
  rest_begin_ = 0;
}

void Transport::take_close(CloseCode code) {
  sender_->flush();
  const auto number = static_cast<std::uint16_t>(code);
  const char frame[] = {static_cast<char>(kCloseFrame), 2, static_cast<char>(number >> 8),
                        static_cast<char>(number & 0xff)};
  take_frame(frame);
  close_taken_ = true;
}

boost::system::error_code Transport::send_rest() {
  if (write_in_flight_ || !has_rest()) return {};
  const ssize_t sent = ::send(socket_.native_handle(), rest_.data() + rest_begin_, rest_.size() - rest_begin_,
                              MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) {
    rest_begin_ += static_cast<std::size_t>(sent);  // not erased: for a large rest that were a copy a send
    if (rest_begin_ == rest_.size()) drop_rest();
  } else if (!would_block(errno)) {
    return {errno, boost::system::system_category()};
  }
  return {};
}

}  // namespace sws
