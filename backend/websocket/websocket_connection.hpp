// One WebSocket: accepts the upgrade, reads messages, sends prebuilt frames, closes politely within a deadline.
// What is said over it is up to the class derived from it (plain_stream.hpp). Lives on its worker's thread.
#pragma once

#include <array>
#include <boost/beast/websocket/stream.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "backend/admission/token_bucket.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/net/upgrade.hpp"
#include "backend/websocket/transport.hpp"
#include "shared/close_code.hpp"

namespace sws {

class WebSocketConnection : public Connection, private Transport::Owner {
 public:
  // `settings` must outlive it. A message larger than they allow is refused with 1009 as soon as a frame's header
  // says so.
  WebSocketConnection(ConnectionSet& owner, Ticker& ticker, const Settings& settings, Upgrade upgrade);
  ~WebSocketConnection() override;

  void start() override;
  void check(SteadyTime now) override;
  void drain() override { close(CloseCode::going_away); }

 protected:
  virtual void on_open() = 0;                                           // the handshake is done
  virtual void on_message(std::string_view message, bool is_text) = 0;  // one whole message
  virtual void on_writable() = 0;  // the peer reads again, after a send() that answered blocked or partial

  // Sends one whole frame (RFC 6455 §5.2), already encoded.
  SendStatus send(std::span<const char> frame);

  // Sends a message that may not be left out: now, or as soon as the peer reads.
  void send_message(std::string_view message, bool is_text = true);
  bool has_unsent() const { return transport_.has_rest(); }

  // For whoever answers each message: nothing is read, so that no answer is made, until the peer has taken the
  // last.
  void pause_reading() { paused_ = true; }
  void resume_reading();

  // Counts that a number which was due at `due` is handed over.
  void count_number(SteadyTime due) {
    metrics().numbers_sent.add();
    metrics().lateness.observe(std::chrono::steady_clock::now() - due);
  }

  // Has the processor fetch what send() will touch.
  void prefetch_socket() const {
    __builtin_prefetch(this);
    transport_.prefetch();
  }

  // Starts the closing handshake (RFC 6455 §7.1.2); once is enough, more calls are ignored.
  void close(CloseCode code);

  // True from the handshake until either side has begun to close.
  bool is_open() const { return open_ && !closing_ && !has_ended(); }

  void close_socket() override;
  void reset_socket() override;
  void on_deadline() override { reset(); }

  const Settings& settings() const { return settings_; }

 private:
  // A message that took more than one read, and room to read more of it.
  struct LongMessage {
    explicit LongMessage(std::size_t buffer_size)
        : buffer(std::make_unique_for_overwrite<char[]>(buffer_size)), size(buffer_size) {}
    std::string received;
    std::unique_ptr<char[]> buffer;
    std::size_t size;
  };

  void on_rest() override { wait_writable(); }
  bool is_within_rate();
  void on_close_frame(CloseCode code) override;
  void await_first_byte();
  void read();
  void wait_writable();
  void on_message_read(std::string_view message);
  void on_read(std::string_view bytes);
  void on_read_failed(boost::system::error_code error);

  const Settings& settings_;
  HttpRequest request_;
  std::unique_ptr<LongMessage> long_message_;  // while one is being read
  std::array<char, 128> read_buffer_;          // viewers say little; what is longer is a LongMessage
  TokenBucket rate_;                           // of what the client says
  SteadyTime opened_at_;
  SteadyTime waiting_since_;

  // From here on, and in what is derived, is what sending a number touches.
  Transport transport_;
  boost::beast::websocket::stream<Transport&, false> socket_;  // false: no permessage-deflate, and no room for it
  StreamProtocol protocol_;
  bool open_ = false;
  bool closing_ = false;
  bool peer_closed_ = false;  // with a close frame
  bool waiting_ = false;      // for the peer to read, since waiting_since_
  bool reading_ = false;      // or dealing with what was read
  bool paused_ = false;       // no read is begun
};

}  // namespace sws
