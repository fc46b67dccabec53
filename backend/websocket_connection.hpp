// One WebSocket: accepts the upgrade, reads messages, sends prebuilt frames, closes politely within a deadline.
// What is said over it is up to the class derived from it (plain_stream.hpp). Lives on its worker's thread.
#pragma once

#include <array>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <span>
#include <string>
#include <string_view>

#include "backend/connection.hpp"
#include "backend/transport.hpp"
#include "shared/close_code.hpp"

namespace sws {

using HttpRequest = boost::beast::http::request<boost::beast::http::empty_body>;

class WebSocketConnection : public Connection, private Transport::Owner {
 public:
  // `request` has passed check_upgrade(). `prefetched`: bytes that arrived behind it.
  WebSocketConnection(ConnectionSet& owner, Ticker& ticker, ByteStream stream, HttpRequest request,
                      std::string prefetched);

  void start() override;
  void drain() override { close(CloseCode::going_away); }

 protected:
  virtual void on_open() = 0;                                           // the handshake is done
  virtual void on_message(std::string_view message, bool is_text) = 0;  // one whole message
  virtual void on_writable() = 0;  // the peer reads again, after a send() that answered blocked or partial

  // Sends one whole frame (RFC 6455 §5.2), already encoded.
  SendStatus send(std::span<const char> frame);

  // Sends a text that may not be left out: now, or as soon as the peer reads.
  void send_message(std::string_view text);

  // Starts the closing handshake (RFC 6455 §7.1.2); once is enough, more calls are ignored.
  void close(CloseCode code);

  // True from the handshake until either side has begun to close.
  bool is_open() const { return open_ && !closing_ && !finished(); }

  void close_socket() override;

 private:
  void on_rest() override { wait_writable(); }
  void await_first_byte();
  void read();
  void wait_writable();
  void on_message_read();
  void on_read(boost::system::error_code error);

  boost::beast::websocket::stream<Transport, false> socket_;  // false: no permessage-deflate, and no room for it
  HttpRequest request_;
  std::string message_;                // the part that has arrived of the message being read
  std::array<char, 128> read_buffer_;  // viewers say little; longer messages take several reads
  bool open_ = false;
  bool closing_ = false;
  bool waiting_ = false;  // for the peer to read
};

}  // namespace sws
