#include "backend/websocket_connection.hpp"

#include <algorithm>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "backend/frame.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

namespace websocket = boost::beast::websocket;

constexpr std::chrono::seconds kHandshakeDeadline{10};  // the response is 200 bytes; a phone on 3G needs < 1 s
constexpr std::chrono::seconds kCloseDeadline{2};    // a peer that does not answer our close gets no more patience
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

WebSocketConnection::WebSocketConnection(ConnectionSet& owner, Ticker& ticker, ByteStream stream,
                                         HttpRequest request, std::string prefetched)
    : Connection(owner, ticker),
      socket_(Transport(std::move(stream), std::move(prefetched), ticker.sender(), *this)),
      request_(std::move(request)) {
  socket_.read_message_max(kMaxClientMessageBytes);
  socket_.auto_fragment(false);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "SimpleWebsocket");
  }));
  // Beast answers a close frame by itself, then waits for the peer to end TCP: not for ever.
  socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
    if (kind != websocket::frame_type::close) return;
    const bool answers = !closing_;
    if (answers && socket_.reason().code >= kFirstUndefinedCloseCode) {  // Beast takes it for a valid one
      socket_.next_layer().replace_close(CloseCode::protocol_error);
    }
    closing_ = true;
    set_deadline(kCloseDeadline);
  });
}

void WebSocketConnection::start() {
  set_deadline(kHandshakeDeadline);
  socket_.async_accept(request_, tracked([this](boost::system::error_code error) {
                         if (error) return finish();
                         request_ = {};
                         clear_deadline();
                         await_first_byte();
                         if (closing_) {  // the server began to stop meanwhile
                           closing_ = false;
                           return close(CloseCode::going_away);
                         }
                         open_ = true;
                         on_open();
                       }));
}

SendStatus WebSocketConnection::send(std::span<const char> frame) {
  const SendStatus status = socket_.next_layer().send_frame(frame);
  if (status == SendStatus::blocked || status == SendStatus::partial) wait_writable();
  if (status == SendStatus::failed) finish();
  return status;
}

void WebSocketConnection::send_message(std::string_view text) {
  socket_.next_layer().take_frame(text_frame(text));
  if (socket_.next_layer().has_rest()) wait_writable();
}

void WebSocketConnection::wait_writable() {
  if (std::exchange(waiting_, true)) return;
  socket_.next_layer().async_wait_writable(tracked([this](boost::system::error_code error) {
    waiting_ = false;
    if (error) return finish();
    on_writable();
  }));
}

void WebSocketConnection::close(CloseCode code) {
  if (finished() || std::exchange(closing_, true) || !socket_.is_open()) return;
  set_deadline(kCloseDeadline);
  socket_.async_close(websocket::close_code(static_cast<std::uint16_t>(code)),
                      tracked([this](boost::system::error_code) { finish(); }));
}

// Most viewers only listen: until one says something no read of Beast's is under way, which would take as much
// memory as all of ours.
void WebSocketConnection::await_first_byte() {
  if (socket_.next_layer().has_prefetched()) return read();
  socket_.next_layer().stream().async_wait_readable(tracked([this](boost::system::error_code error) {
    if (error) return finish();
    read();
  }));
}

void WebSocketConnection::read() {
  socket_.async_read_some(boost::asio::buffer(read_buffer_),
                          tracked([this](boost::system::error_code error, std::size_t size) {
                            if (error) return on_read(error);
                            message_.append(read_buffer_.data(), size);
                            on_read(error);
                          }));
}

void WebSocketConnection::on_read(boost::system::error_code error) {
  if (error) {
    // While our own close is under way its handler ends the connection.
    if (!closing_ || !socket_.is_open()) finish();
    return;
  }
  if (socket_.is_message_done()) on_message_read();
  if (!finished()) read();
}

void WebSocketConnection::on_message_read() {
  const std::string message = std::exchange(message_, std::string());
  if (closing_) return;
  // Beast checks the parts of a fragmented text, but not that the last, empty one ends a code point (RFC 6455
  // §8.1).
  if (socket_.got_text() && ends_inside_code_point(message)) return close(CloseCode::bad_payload);
  on_message(message, socket_.got_text());
}

void WebSocketConnection::close_socket() {
  socket_.next_layer().close();
}

}  // namespace sws
