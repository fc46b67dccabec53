// How an HttpSession writes a response and what it does then.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <limits>
#include <utility>

#include "backend/http/http_session.hpp"

namespace sws {
namespace {

// More than the socket buffers of both sides hold, so that a peer which reads our response has stopped sending by
// then.
constexpr std::size_t kMaxLingered = 16'777'216;

// The bytes to offer the kernel in one call (a CompletionCondition). Asio's own condition would divide a file into
// parts of 64 kB.
std::size_t all_at_once(const boost::system::error_code& error, std::size_t) {
  return error ? 0 : std::numeric_limits<std::size_t>::max();
}

}  // namespace

void HttpSession::write(Response response) {
  enter(State::answering);
  response_.emplace(std::move(response));
  metrics().count_response(response_->message.result_int());
  note_answer(response_->message.result_int(),
              response_->message.body().size() + (response_->file ? response_->file->size : 0));
  response_header_ = header_text(*response_);
  const auto& body = response_->message.body();
  const std::size_t taken =
      response_->body_file < 0 ? 0 : stream_.send_file_now(response_header_, response_->body_file, body.size());
  const std::size_t of_header = std::min(taken, response_header_.size());
  const std::array parts{boost::asio::buffer(std::as_const(response_header_)) + of_header,
                         boost::asio::const_buffer(body.data(), body.size()) + (taken - of_header)};
  boost::asio::async_write(stream_, parts, all_at_once,
                           tracked([this](boost::system::error_code error, std::size_t) { on_written(error); }));
}

void HttpSession::on_written(boost::system::error_code error) {
  has_answered_ = true;
  response_header_ = std::string();
  if (error) return end();
  response_->file ? send_file() : on_answered();
}

void HttpSession::on_answered() {
  const bool is_last = draining_ || !response_->message.keep_alive();
  response_.reset();
  log_request(true);
  if (!is_last) {
    enter(State::idle);
    reader_.begin_next_request();
    return on_bytes();  // a pipelined request may have arrived already
  }
  stream_.shutdown_send();
  enter(State::lingering);
  linger();
}

// If a socket is closed while it holds unread bytes, the kernel resets the connection, which can destroy the
// response on its way (RFC 9112 §9.6). So we read for a while what the peer still sends.
void HttpSession::linger() {
  stream_.async_read_some(reader_.scratch(), tracked([this](boost::system::error_code error, std::size_t size) {
                            lingered_ += size;
                            if (error || lingered_ > kMaxLingered) return end();
                            linger();
                          }));
}

}  // namespace sws
