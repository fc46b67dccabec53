// The one adapter to Beast. Beast answers the upgrade, parses frames and answers pings; everybody else sees whole
// messages, close codes and a way to close, and sends frames through the Transport. Owned by one connection, used
// on its worker's thread only. It sets no deadlines: the connection does.
//
// Beast 1.81 differs from what we need in these points. (L) marks those that BeastLayer handles, the rest is here.
//  1. (L) Beast writes pongs and close frames whenever it likes, and these must not be mixed with frames of ours.
//     The layer hands each of its writes to the Transport as one whole frame.
//  2. Beast's async_close() can hang: if the peer breaks the protocol while the close frame is being written, the
//     write and the read wait for each other for ever. We send the close frame ourselves and go on reading until
//     the peer's close frame comes; Beast takes it for the first one.
//  3. (L) Beast then answers the peer's close frame, and until then every ping. Nothing may follow a close frame
//     (RFC 6455 §5.5.1), so once ours is sent the layer drops what Beast writes.
//  4. Beast accepts close codes from 5000 on, which are undefined (§7.4.2). We answer them with 1002 before Beast
//     answers with the same code.
//  5. (L) Beast fails a connection without telling us: it writes a close frame, waits, and only then completes the
//     read. The layer recognises the close frame as it is written.
//  6. (L) After the closing handshake Beast's teardown reads until the peer ends TCP, in a loop that a flood keeps
//     busy. Our async_teardown() lets others run between its reads; the connection's deadline ends the waiting.
//  7. A pending read of Beast takes 320 bytes more than a wait for the socket, and most viewers only listen. We
//     begin no read until the first byte arrives.
//  8. Beast checks the fragments of a text, but accepts a text that ends inside a code point if an empty final
//     fragment follows (§8.1). We check the last bytes of each text.
//  9. (L) Beast takes in empty fragments that are not final within one read, however many there are. The layer
//     counts bytes before Beast parses them, and gives Beast none beyond the limit.
#pragma once

#include <array>
#include <boost/beast/websocket/stream.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "backend/net/upgrade.hpp"
#include "backend/websocket/beast_layer.hpp"
#include "shared/close_code.hpp"

namespace sws {

class BeastSocket {
 public:
  using Owner = BeastLayer::Owner;

  struct Message {
    std::string_view bytes;
    bool is_text = false;
  };

  // As BeastLayer. A message of more than `message_bytes` is refused with 1009 as soon as a frame's header says so.
  BeastSocket(BeastLayer::executor_type executor, Transport& transport, std::string prefetched,
              std::uint32_t message_bytes, Owner& owner);
  BeastSocket(const BeastSocket&) = delete;
  BeastSocket& operator=(const BeastSocket&) = delete;

  // Answers the upgrade and calls `handler` with an error code when the answer has gone out. `request` need not
  // outlive the call.
  template <class Handler>
  void async_accept(const HttpRequest& request, Handler handler) {
    socket_.async_accept(request, std::move(handler));
  }

  // Reads one whole message and calls `handler` with an error code and that Message, which is valid until the
  // handler returns. One read at a time. After a close frame in either direction no message is delivered: the read
  // goes on until the connection is closed, and completes with an error.
  template <class Handler>
  void async_read(Handler handler);

  // Starts the closing handshake: sends a close frame, and drops the messages that still come. `reason` is for a
  // person, 123 bytes at most.
  void send_close(CloseCode code, std::string_view reason = "") { layer_.send_close(code, reason); }

 private:
  // A message that took more than one read, and room to read more of it.
  struct LongMessage {
    explicit LongMessage(std::size_t buffer_size)
        : buffer(std::make_unique_for_overwrite<char[]>(buffer_size)), size(buffer_size) {}
    std::string received;
    std::unique_ptr<char[]> buffer;
    std::size_t size;
  };

  template <class Handler>
  void read_some(Handler handler);
  boost::asio::mutable_buffer room();
  bool completes_message(std::size_t size);
  void on_close_frame();

  BeastLayer layer_;
  boost::beast::websocket::stream<BeastLayer&, false> socket_;  // false: no permessage-deflate, and no room for it
  std::unique_ptr<LongMessage> long_message_;                   // while one is being read
  std::array<char, 128> read_buffer_;                           // most messages fit
  bool heard_peer_ = false;
};

template <class Handler>
void BeastSocket::async_read(Handler handler) {
  if (heard_peer_ || layer_.has_prefetched()) return read_some(std::move(handler));
  layer_.transport().stream().async_wait_readable(
      [this, handler = std::move(handler)](boost::system::error_code error) mutable {
        heard_peer_ = true;
        if (error) return handler(error, Message());
        read_some(std::move(handler));
      });
}

template <class Handler>
void BeastSocket::read_some(Handler handler) {
  socket_.async_read_some(
      room(), [this, handler = std::move(handler)](boost::system::error_code error, std::size_t size) mutable {
        if (error) return handler(error, Message());
        if (!completes_message(size)) return read_some(std::move(handler));
        // The handler may destroy this object.
        const std::unique_ptr<LongMessage> whole = std::move(long_message_);
        const std::string_view bytes = whole ? whole->received : std::string_view(read_buffer_.data(), size);
        handler(error, Message{bytes, socket_.got_text()});
      });
}

}  // namespace sws
