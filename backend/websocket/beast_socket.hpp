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
//  7. A stream of Beast takes 2.4 kB, and most viewers only listen. We borrow one when the first byte of a message
//     arrives, and give it back behind the message (beast_reader.hpp). Beast opens a stream in one way only, which
//     is to answer an upgrade; so it answers one of ours, and nobody hears it. (L) The layer gives Beast one
//     message at a time, so that it never holds bytes behind one, and an empty message behind pings, so that its
//     read ends.
//  8. Beast checks the fragments of a text, but accepts a text that ends inside a code point if an empty final
//     fragment follows (§8.1). We check the last bytes of each text.
//  9. (L) Beast takes in empty fragments that are not final within one read, however many there are. The layer
//     counts bytes before Beast parses them, and gives Beast none beyond the limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "backend/net/upgrade.hpp"
#include "backend/websocket/beast_layer.hpp"
#include "backend/websocket/beast_reader.hpp"
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
    layer_.async_await_sent(answer(request), std::move(handler));
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
  boost::system::error_code answer(const HttpRequest& request);
  BeastReader& reader();
  bool completes_message(std::size_t size);
  void on_close_frame(unsigned code);
  void give_up_reader();

  template <class Handler>
  void read_some(Handler handler);

  BeastLayer layer_;
  BeastReaders& readers_;
  std::unique_ptr<BeastReader> reader_;  // while a message is being read
  const std::uint32_t message_bytes_;
};

template <class Handler>
void BeastSocket::async_read(Handler handler) {
  if (reader_ || layer_.has_input()) return read_some(std::move(handler));
  layer_.transport().stream().async_wait_readable(
      [this, handler = std::move(handler)](boost::system::error_code error) mutable {
        if (error) return handler(error, Message());
        read_some(std::move(handler));
      });
}

template <class Handler>
void BeastSocket::read_some(Handler handler) {
  BeastReader& with = reader();
  with.socket.async_read_some(
      with.room(), [this, handler = std::move(handler)](boost::system::error_code error, std::size_t size) mutable {
        if (error) return handler(error, Message());
        if (layer_.took_own_message()) {
          give_up_reader();
          return async_read(std::move(handler));
        }
        if (!completes_message(size)) return read_some(std::move(handler));
        const auto whole = std::move(reader_->long_message);
        const Message message{whole ? whole->received : std::string_view(reader_->short_message.data(), size),
                              reader_->socket.got_text()};
        if (!layer_.is_between_messages()) return handler(error, message);
        // The handler may destroy this object.
        std::unique_ptr<BeastReader> done = std::move(reader_);
        BeastReaders& readers = readers_;
        handler(error, message);
        readers.give(std::move(done));
      });
}

}  // namespace sws
