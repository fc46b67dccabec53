#include "backend/websocket/transport.hpp"

#include <cerrno>
#include <utility>

namespace sws {
namespace {

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

SendStatus Transport::send_frame(std::span<const char> frame) {
  if (gathered_in_ != 0 && gathered_in_ == sender_->batch()) sender_->flush();
  if (stream_.tls()) return send_encrypted(frame);
  if (write_in_flight_ || !rest_.empty()) return SendStatus::blocked;
  gathered_in_ = sender_->batch();
  const ssize_t sent = sender_->send(*this, frame);
  if (sent < 0) return would_block(errno) ? SendStatus::blocked : SendStatus::failed;
  if (static_cast<std::size_t>(sent) == frame.size()) return SendStatus::sent;
  rest_.assign(frame.begin() + sent, frame.end());
  return SendStatus::partial;
}

// Ciphertext counts for its place among the records: it cannot be made anew, so nothing may be in its way.
SendStatus Transport::send_encrypted(std::span<const char> frame) {
  if (write_in_flight_ || has_rest()) return SendStatus::blocked;
  TlsSession& tls = *stream_.tls();
  if (!tls.write(frame)) return SendStatus::failed;
  gathered_in_ = sender_->batch();
  const ssize_t sent = sender_->send(*this, tls.output());
  if (sent < 0 && !would_block(errno)) return SendStatus::failed;
  if (sent > 0) tls.sent(static_cast<std::size_t>(sent));
  return tls.has_output() ? SendStatus::partial : SendStatus::sent;
}

void Transport::on_unsent(std::span<const char> rest) {
  if (stream_.tls()) {
    stream_.tls()->put_back(rest);
  } else {
    rest_.append(rest.begin(), rest.end());
  }
  owner_->on_rest();
}

void Transport::end_tls() {
  sender_->flush();
  stream_.end_tls();
}

void Transport::close() {
  sender_->flush();
  stream_.close();
}

void Transport::reset() {
  sender_->flush();
  stream_.reset();
}

void Transport::take_frame(std::span<const char> frame) {
  if (send_frame(frame) == SendStatus::blocked) rest_.append(frame.begin(), frame.end());
}

void Transport::async_wait_writable(std::function<void(boost::system::error_code)> handler) {
  if (write_in_flight_) {
    waiter_ = std::move(handler);
    return;
  }
  stream_.async_wait_writable([this, handler = std::move(handler)](boost::system::error_code error) mutable {
    if (!error) error = send_rest();
    if (!error && (has_rest() || write_in_flight_)) return async_wait_writable(std::move(handler));
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
  const ssize_t sent = stream_.send_now(std::span<const char>(rest_).subspan(rest_begin_));
  if (sent >= 0) {
    rest_begin_ += static_cast<std::size_t>(sent);  // not erased: for a large rest that were a copy a send
    if (rest_begin_ == rest_.size()) drop_rest();
  } else if (!would_block(errno)) {
    return {errno, boost::system::system_category()};
  }
  return {};
}

}  // namespace sws
