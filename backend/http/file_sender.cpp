#include "backend/http/file_sender.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <utility>

namespace sws {
namespace {

// Bytes that are read at once: the largest TLS record (RFC 8446 §5.1), and as many unsent bytes as the kernel keeps
// before it calls a socket full. While thousands of peers begin to download, so much may wait for each of them.
constexpr std::size_t kPart = 16'384;

boost::system::error_code last_error() {
  return {errno, boost::system::system_category()};
}

}  // namespace

void FileSender::start(std::function<void(Wait)> on_wait, Done done) {
  on_wait_ = std::move(on_wait);
  done_ = std::move(done);
  wait();
}

void FileSender::cancel() {
  if (reading_) reading_->cancel();
}

void FileSender::wait() {
  stream_.async_wait_writable([this](boost::system::error_code error) {
    if (error) return finish(error);
    on_writable();
  });
}

void FileSender::on_writable() {
  if (stream_.has_unsent()) {
    if (stream_.send_now({}) < 0) return finish(last_error());
    on_wait_(Wait::for_peer);
    if (stream_.has_unsent()) return wait();
  }
  if (sent_ == file_.size) return finish({});
  read();
}

void FileSender::read() {
  on_wait_(Wait::for_file);
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(kPart, file_.size - sent_));
  reading_ = AwaitedCall<std::string>::start(
      calls_, stream_.get_executor(),
      [file = file_, offset = sent_, size] { return read_part(file, offset, size); },
      [this](std::optional<std::string> part) { on_part(std::move(part)); });
}

void FileSender::on_part(std::optional<std::string> part) {
  reading_.reset();
  if (!part) return finish(boost::asio::error::operation_aborted);
  if (part->empty()) return finish(boost::asio::error::eof);
  const ssize_t taken = stream_.send_now(*part);
  if (taken < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return finish(last_error());
  if (taken > 0) sent_ += static_cast<std::uint64_t>(taken);
  on_wait_(Wait::for_peer);
  if (sent_ == file_.size && !stream_.has_unsent()) return finish({});
  wait();
}

void FileSender::finish(boost::system::error_code error) {
  const Done done = std::exchange(done_, nullptr);
  done(error);
}

}  // namespace sws
