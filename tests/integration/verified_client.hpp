// A client of protocol 1, decoded with the shared codec. See websocket_client.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/message.hpp"
#include "tests/integration/watched_stream.hpp"
#include "tests/integration/websocket_client.hpp"

namespace sws {

class VerifiedClient : public WebSocketClient {
 public:
  // `more`: what the address asks for beside the protocol, such as "&count=40" or "&resume". `stream`: one that
  // another connection has begun and this one goes on with.
  explicit VerifiedClient(std::uint16_t port, std::string_view more = "", WatchedStream stream = WatchedStream());

  // The next message; nothing once the connection has ended, however it did. Throws on what no client should get: a
  // number before its time, one that is not the next or does not verify, a message that the codec refuses.
  std::optional<ServerMessage> next_message();

  // The next message, which must be of this type.
  template <class Message>
  Message expect();

  // Waits for `hello`, starts the stream that it offers and waits for `started`. `members`: those of `start` beside
  // the client's seed, as JSON.
  Started start(std::string_view members = "");

  // Waits for `hello`, resumes the stream that this client was made with, and waits for `started`. Returns false if
  // the connection ends before.
  bool resume();

  void stop() { send(R"({"type":"stop"})"); }

  // Reads until at least `count` numbers of the stream are here or the connection ends.
  void read_numbers(std::size_t count);

  // Reads until the connection ends. Throws at the deadline, even if messages never stop to come.
  void read_to_the_end();

  // What is known of the stream, over all connections that it was resumed on.
  const WatchedStream& stream() const { return stream_; }
  const std::vector<std::int32_t>& numbers() const { return stream_.numbers(); }  // from number 0 on
  const std::optional<End>& end() const { return stream_.end(); }

 private:
  void expect_due() const;

  WatchedStream stream_;
};

// The message that resumes a stream from number `next` on.
std::string resume_message(std::string_view token, std::size_t next = 0);

[[noreturn]] void throw_unexpected(const std::optional<ServerMessage>& message);

template <class Message>
Message VerifiedClient::expect() {
  const std::optional<ServerMessage> message = next_message();
  if (!message || !std::holds_alternative<Message>(*message)) throw_unexpected(message);
  return std::get<Message>(*message);
}

}  // namespace sws
