#include "backend/websocket_connection.hpp"

#include <boost/beast/websocket/rfc6455.hpp>

#include "shared/limits.hpp"

namespace sws {
namespace {

namespace websocket = boost::beast::websocket;

constexpr std::chrono::seconds kHandshakeDeadline{10};  // the response is 200 bytes; a phone on 3G needs < 1 s
constexpr std::chrono::seconds kCloseDeadline{2};  // a peer that does not answer our close gets no more patience

}  // namespace

WebSocketConnection::WebSocketConnection(ConnectionSet& owner, Ticker& ticker, TcpSocket socket,
                                         HttpRequest request, std::string prefetched)
    : Connection(owner, ticker),
      socket_(Transport(std::move(socket), std::move(prefetched))),
      request_(std::move(request)) {
  socket_.read_message_max(kMaxClientMessageBytes);
  socket_.auto_fragment(false);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "SimpleWebsocket");
  }));
  // Beast answers a close frame by itself, then waits for the peer to end TCP: not for ever.
  socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
    if (kind != websocket::frame_type::close) return;
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
                         read();
                         if (closing_) {  // the server began to stop meanwhile
                           closing_ = false;
                           return close(CloseCode::going_away);
                         }
                         on_open();
                       }));
}

SendStatus WebSocketConnection::send(std::span<const char> frame) {
  const SendStatus status = socket_.next_layer().send_frame(frame);
  if (status == SendStatus::blocked || status == SendStatus::partial) {
    socket_.next_layer().async_wait_writable(tracked([this](boost::system::error_code error) {
      if (error) return finish();
      on_writable();
    }));
  } else if (status == SendStatus::failed) {
    finish();
  }
  return status;
}

void WebSocketConnection::close(CloseCode code) {
  if (finished() || std::exchange(closing_, true) || !socket_.is_open()) return;
  set_deadline(kCloseDeadline);
  socket_.async_close(websocket::close_code(static_cast<std::uint16_t>(code)),
                      tracked([this](boost::system::error_code) { finish(); }));
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
  if (socket_.is_message_done()) {
    if (!closing_) on_message(message_);
    message_.clear();
  }
  if (!finished()) read();
}

void WebSocketConnection::close_socket() {
  boost::system::error_code ignored;
  socket_.next_layer().socket().close(ignored);
}

}  // namespace sws
