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
    : layer_(executor, transport, std::move(prefetched), owner),
      readers_(BeastReaders::of(executor)),
      message_bytes_(message_bytes) {}

boost::system::error_code BeastSocket::answer(const HttpRequest& request) {
  auto reader = std::make_unique<BeastReader>(layer_.get_executor());
  reader->socket.next_layer().set_layer(&layer_);
  const auto error = reader->answer(request);
  if (!error) readers_.give(std::move(reader));
  return error;
}

BeastReader& BeastSocket::reader() {
  if (reader_) return *reader_;
  layer_.begin_stream();
  reader_ = readers_.take(layer_.get_executor());
  auto& socket = reader_->socket;
  socket.next_layer().set_layer(&layer_);
  socket.read_message_max(message_bytes_);
  socket.control_callback([this, &socket](websocket::frame_type kind, boost::beast::string_view) {
    if (kind == websocket::frame_type::close) return on_close_frame(socket.reason().code);
    layer_.owner().on_ping_or_pong();
  });
  return *reader_;
}

// Behind our close frame the stream may have stopped inside a text that we refuse and Beast does not.
void BeastSocket::give_up_reader() {
  auto reader = std::move(reader_);
  if (!layer_.has_sent_close()) readers_.give(std::move(reader));
}

void BeastSocket::on_close_frame(unsigned code) {
  layer_.expect_answer_to_close();
  if (layer_.has_sent_close() || code < kFirstUndefinedCloseCode) return;
  layer_.send_close(CloseCode::protocol_error);
  layer_.owner().on_violation(CloseCode::protocol_error);
}

// Keeps the `size` bytes that were read into the reader's room, unless they are all of a message.
bool BeastSocket::completes_message(std::size_t size) {
  auto& [socket, short_message, long_message] = *reader_;
  if (layer_.has_sent_close()) {
    long_message.reset();
    return false;
  }
  const bool done = socket.is_message_done();
  if (!done && !long_message) {
    long_message = std::make_unique<BeastReader::LongMessage>(std::min(kReadSize, socket.read_message_max()));
    long_message->received.assign(short_message.data(), size);
  } else if (long_message) {
    long_message->received.append(long_message->buffer.get(), size);
  }
  if (!done) return false;
  const std::string_view message =
      long_message ? long_message->received : std::string_view(short_message.data(), size);
  if (!socket.got_text() || !ends_inside_code_point(message)) return true;
  layer_.send_close(CloseCode::bad_payload);
  layer_.owner().on_violation(CloseCode::bad_payload);
  return false;
}

}  // namespace sws
