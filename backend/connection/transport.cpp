#include "backend/connection/transport.hpp"

#include <cerrno>

namespace sws {
namespace {

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

SendStatus Transport::send_frame(std::span<const char> frames) {
  sender_->settle(*this);
  if (stream_.tls()) return send_encrypted(frames);
  if (!rest_.empty()) return SendStatus::blocked;
  const ssize_t sent = sender_->send(*this, frames);
  if (sent < 0) return would_block(errno) ? SendStatus::blocked : SendStatus::failed;
  if (static_cast<std::size_t>(sent) == frames.size()) return SendStatus::sent;
  rest_.assign(frames.begin() + sent, frames.end());
  return SendStatus::partial;
}

// A TLS record is numbered when it is encrypted and cannot be encrypted again, so the way must be free before.
SendStatus Transport::send_encrypted(std::span<const char> frames) {
  if (has_rest()) return SendStatus::blocked;
  TlsSession& tls = *stream_.tls();
  const std::span<const char> records = tls.encrypt(frames);
  if (records.empty()) return SendStatus::failed;
  const ssize_t sent = sender_->send(*this, records);
  if (sent < 0 && !would_block(errno)) return SendStatus::failed;
  const std::size_t taken = sent < 0 ? 0 : static_cast<std::size_t>(sent);
  if (taken == records.size()) return SendStatus::sent;
  tls.put_back(records.subspan(taken));
  return SendStatus::partial;
}

void Transport::on_unsent(std::span<const char> rest) {
  if (stream_.tls()) {
    stream_.tls()->put_back(rest);
  } else {
    rest_.append(rest.begin(), rest.end());
  }
  owner_->on_rest();
}

bool Transport::take_frame(std::span<const char> frame) {
  const SendStatus status = send_frame(frame);
  if (status == SendStatus::blocked) rest_.append(frame.begin(), frame.end());
  return status != SendStatus::failed;
}

boost::system::error_code Transport::send_rest() {
  if (!has_rest()) return {};
  const ssize_t sent = stream_.send_now(std::span<const char>(rest_).subspan(rest_begin_));
  if (sent < 0) {
    return would_block(errno) ? boost::system::error_code()
                              : boost::system::error_code(errno, boost::system::system_category());
  }
  rest_begin_ += static_cast<std::size_t>(sent);  // erasing would move a large rest once for each send
  if (rest_begin_ == rest_.size()) {
    rest_ = std::string();
    rest_begin_ = 0;
  }
  return {};
}

void Transport::shutdown_send() {
  sender_->settle(*this);
  stream_.shutdown_send();
}

void Transport::close() {
  sender_->settle(*this);
  stream_.close();
}

void Transport::reset() {
  sender_->settle(*this);
  stream_.reset();
}

}  // namespace sws
