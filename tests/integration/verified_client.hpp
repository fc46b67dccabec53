// A client of protocol 1, decoded with the shared codec. See websocket_client.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "shared/message.hpp"
#include "tests/integration/websocket_client.hpp"

namespace sws {

class VerifiedClient : public WebSocketClient {
 public:
  explicit VerifiedClient(std::uint16_t port) : WebSocketClient(port, "/ws/some_url/?protocol=1") {}

  // The next message; nothing once the connection has ended, however it did. Throws on what no client should get: a
  // number before its time, one that is not the next, a message that the codec refuses.
  std::optional<ServerMessage> next_message();

  // The next message, which must be of this type.
  template <class Message>
  Message expect();

  // Reads until at least `count` numbers are here or the connection ends.
  void read_numbers(std::size_t count);

  // Reads until the connection ends. Throws at the deadline, even if messages never stop to come.
  void read_to_the_end();

  // The numbers that have come since `started`, from number `started().next` on.
  const std::vector<std::int32_t>& numbers() const { return numbers_; }
  const std::optional<Started>& started() const { return started_; }
  const std::optional<End>& end() const { return end_; }

 private:
  void take(std::uint32_t seq, std::int32_t number);

  std::optional<Started> started_;
  std::optional<End> end_;
  std::vector<std::int32_t> numbers_;
};

[[noreturn]] void throw_unexpected(const std::optional<ServerMessage>& message);

template <class Message>
Message VerifiedClient::expect() {
  const std::optional<ServerMessage> message = next_message();
  if (!message || !std::holds_alternative<Message>(*message)) throw_unexpected(message);
  return std::get<Message>(*message);
}

}  // namespace sws
