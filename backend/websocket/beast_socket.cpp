#include "backend/websocket/beast_socket.hpp"

#include <algorithm>

namespace sws {
namespace {

namespace websocket = boost::beast::websocket;

constexpr std::size_t kReadSize = 65'536;            // of a long message; more at once is not faster
constexpr unsigned kFirstUndefinedCloseCode = 5000;  // RFC 6455 §7.4.2

// Whether a text whose parts are UTF-8 stops before the last code point is whole (RFC 3629 §3).
bool ends_inside_code_point(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80) return false;
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2U : byte < 0xf0 ? 3U : 4U);
  }
  return false;
}

}  // namespace

BeastSocket::BeastSocket(BeastLayer::executor_type executor, Transport& transport, std::string prefetched,
                         std::uint32_t message_bytes, Owner& owner)
    : layer_(std::move(executor), transport, std::move(prefetched), owner), socket_(layer_) {
  socket_.read_message_max(message_bytes);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "SimpleWebsocket");
  }));
  socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
    if (kind == websocket::frame_type::close) return on_close_frame();
    layer_.owner().on_ping_or_pong();
  });
}

void BeastSocket::on_close_frame() {
  layer_.expect_answer_to_close();
  if (layer_.has_sent_close() || socket_.reason().code < kFirstUndefinedCloseCode) return;
  layer_.send_close(CloseCode::protocol_error);
  layer_.owner().on_violation(CloseCode::protocol_error);
}

boost::asio::mutable_buffer BeastSocket::room() {
  return long_message_ ? boost::asio::buffer(long_message_->buffer.get(), long_message_->size)
                       : boost::asio::buffer(read_buffer_);
}

// Keeps the `size` bytes that were read into room(), unless they are all of a message.
bool BeastSocket::completes_message(std::size_t size) {
  if (layer_.has_sent_close()) {
    long_message_.reset();
    return false;
  }
  const bool done = socket_.is_message_done();
  if (!done && !long_message_) {
    long_message_ = std::make_unique<LongMessage>(std::min(kReadSize, socket_.read_message_max()));
    long_message_->received.assign(read_buffer_.data(), size);
  } else if (long_message_) {
    long_message_->received.append(long_message_->buffer.get(), size);
  }
  if (!done) return false;
  const std::string_view message =
      long_message_ ? long_message_->received : std::string_view(read_buffer_.data(), size);
  if (!socket_.got_text() || !ends_inside_code_point(message)) return true;
  layer_.send_close(CloseCode::bad_payload);
  layer_.owner().on_violation(CloseCode::bad_payload);
  return false;
}

}  // namespace sws
