#include "backend/websocket/websocket_connection.hpp"

#include <algorithm>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "backend/net/peer_liveness.hpp"
#include "backend/websocket/frame.hpp"

namespace sws {
namespace {

namespace websocket = boost::beast::websocket;

constexpr std::chrono::seconds kHandshakeDeadline{10};     // the response is 200 bytes; a phone on 3G needs < 1 s
constexpr std::chrono::milliseconds kCloseDeadline{1800};  // TCP ends within 2 s, whatever the peer does
constexpr std::size_t kReadSize = 65'536;                  // of a long message: more at once is not faster
constexpr unsigned kFirstUndefinedCloseCode = 5000;        // RFC 6455 §7.4.2

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

WebSocketConnection::WebSocketConnection(ConnectionSet& owner, Ticker& ticker, const Settings& settings,
                                         Upgrade upgrade)
    : Connection(owner, ticker, std::move(upgrade.slot)),
      settings_(settings),
      request_(std::move(upgrade.request)),
      transport_(std::move(upgrade.stream), std::move(upgrade.prefetched), ticker.sender(), *this),
      socket_(transport_),
      protocol_(upgrade.protocol) {
  socket_.read_message_max(settings.message_bytes);
  socket_.auto_fragment(false);
  socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
    response.set(boost::beast::http::field::server, "SimpleWebsocket");
  }));
  // Beast answers a close frame by itself, and takes a code that is undefined for a valid one.
  socket_.control_callback([this](websocket::frame_type kind, boost::beast::string_view) {
    if (kind != websocket::frame_type::close) {
      if (!is_within_rate()) close(CloseCode::policy_violation);
      return;
    }
    peer_closed_ = true;
    if (!closing_ && socket_.reason().code >= kFirstUndefinedCloseCode) {
      count(Reason::protocol_violation);
      transport_.take_close(CloseCode::protocol_error);
    }
  });
}

WebSocketConnection::~WebSocketConnection() {
  if (open_) metrics().streams_closed[static_cast<std::size_t>(protocol_)].add();
}

void WebSocketConnection::start() {
  set_deadline(kHandshakeDeadline);
  socket_.async_accept(request_, tracked([this](boost::system::error_code error) {
                         if (error) return end();
                         request_ = {};
                         clear_deadline();
                         await_first_byte();
                         if (closing_) {  // the server began to stop meanwhile
                           closing_ = false;
                           return close(CloseCode::going_away);
                         }
                         open_ = true;
                         opened_at_ = std::chrono::steady_clock::now();
                         metrics().streams_opened[static_cast<std::size_t>(protocol_)].add();
                         on_open();
                       }));
}

SendStatus WebSocketConnection::send(std::span<const char> frame) {
  const SendStatus status = transport_.send_frame(frame);
  if (status == SendStatus::sent || status == SendStatus::partial) metrics().bytes_sent.add(frame.size());
  if (status == SendStatus::blocked || status == SendStatus::partial) wait_writable();
  if (status == SendStatus::failed) end();
  return status;
}

void WebSocketConnection::send_message(std::string_view message, bool is_text) {
  const std::string frame = message_frame(is_text ? kTextFrame : kBinaryFrame, message);
  metrics().bytes_sent.add(frame.size());
  transport_.take_frame(frame);
  if (has_unsent()) wait_writable();
}

void WebSocketConnection::wait_writable() {
  if (std::exchange(waiting_, true)) return;
  waiting_since_ = std::chrono::steady_clock::now();
  transport_.async_wait_writable(tracked([this](boost::system::error_code error) {
    waiting_ = false;
    if (error) return end();
    on_writable();
  }));
}

// Not with Beast's async_close(): if the peer breaks the protocol while its close frame is being written, that and
// the read wait for each other for ever. The read goes on until the peer's close frame, to which Beast then
// believes to answer.
void WebSocketConnection::close(CloseCode code) {
  if (has_ended() || std::exchange(closing_, true) || !socket_.is_open()) return;
  set_deadline(kCloseDeadline);
  transport_.take_close(code);
  if (has_unsent()) wait_writable();
  resume_reading();
}

// Beast waits for the peer to end TCP, or even to take the close frame: not for ever.
void WebSocketConnection::on_close_frame(CloseCode code) {
  if (std::exchange(closing_, true)) return;
  set_deadline(kCloseDeadline);
  if (peer_closed_) return;
  count(code == CloseCode::message_too_big ? Reason::message_too_large : Reason::protocol_violation);
}

// Most viewers only listen: until one says something no read of Beast's is under way, which would take as much
// memory as all of ours.
void WebSocketConnection::await_first_byte() {
  if (transport_.has_prefetched()) return read();
  reading_ = true;
  transport_.stream().async_wait_readable(tracked([this](boost::system::error_code error) {
    reading_ = false;
    if (error) return end();
    read();
  }));
}

void WebSocketConnection::read() {
  if (paused_ || std::exchange(reading_, true)) return;
  const auto buffer = long_message_ ? boost::asio::buffer(long_message_->buffer.get(), long_message_->size)
                                    : boost::asio::buffer(read_buffer_);
  socket_.async_read_some(buffer, tracked([this](boost::system::error_code error, std::size_t size) {
                            if (error) return on_read_failed(error);
                            on_read({long_message_ ? long_message_->buffer.get() : read_buffer_.data(), size});
                            reading_ = false;
                            if (!has_ended()) read();
                          }));
}

void WebSocketConnection::resume_reading() {
  paused_ = false;
  read();
}

void WebSocketConnection::on_read_failed(boost::system::error_code error) {
  if (error == boost::asio::error::timed_out && is_open()) count(Reason::dead_peer);  // it answers no keep-alive
  end();
}

void WebSocketConnection::on_read(std::string_view bytes) {
  metrics().bytes_received.add(bytes.size());
  const bool done = socket_.is_message_done();
  if (closing_) {
    long_message_.reset();
  } else if (done && !long_message_) {
    on_message_read(bytes);
  } else {
    if (!long_message_) {
      long_message_ = std::make_unique<LongMessage>(std::min(kReadSize, socket_.read_message_max()));
    }
    long_message_->received += bytes;
    if (done) on_message_read(std::exchange(long_message_, nullptr)->received);
  }
}

void WebSocketConnection::on_message_read(std::string_view message) {
  metrics().messages_received.add();
  if (!is_within_rate()) return close(CloseCode::policy_violation);
  // Beast checks the parts of a fragmented text, but not that the last, empty one ends a code point (RFC 6455
  // §8.1).
  if (socket_.got_text() && ends_inside_code_point(message)) return close(CloseCode::bad_payload);
  on_message(message, socket_.got_text());
}

bool WebSocketConnection::is_within_rate() {
  if (rate_.take(settings_.client_messages, std::chrono::steady_clock::now())) return true;
  if (!closing_) count(Reason::too_many_messages);
  return false;
}

void WebSocketConnection::check(SteadyTime now) {
  if (!is_open()) return;  // opening and closing have deadlines of their own
  const auto drop = [this](Reason reason) {
    count(reason);
    reset();
  };
  if (waiting_ && now - waiting_since_ >= settings_.write_timeout) return drop(Reason::write_timeout);
  if (unanswered_for(transport_.stream().native_handle()) >= settings_.peer_timeout) {
    return drop(Reason::dead_peer);
  }
  if (now - opened_at_ < settings_.stream_lifetime) return;
  count(Reason::stream_lifetime);
  close(CloseCode::going_away);
}

void WebSocketConnection::close_socket() {
  transport_.close();
}

void WebSocketConnection::reset_socket() {
  transport_.reset();
}

}  // namespace sws
