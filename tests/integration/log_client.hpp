// A viewer of a received channel over protocol 1, decoded with the shared codec. It keeps all samples that came,
// and throws on one that is not the next or comes again. See websocket_client.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/message.hpp"
#include "tests/integration/websocket_client.hpp"

namespace sws {

class LogClient : public WebSocketClient {
 public:
  // Waits for `hello` of the channel.
  LogClient(std::uint16_t port, std::string_view channel);

  const LogHello& hello() const { return hello_; }

  void start(std::uint64_t last);                     // waits for `started`
  void resume(const LogId& log, std::uint64_t next);  // likewise

  // Reads until the sample at position `next` − 1 is here. Throws if the stream ends before.
  void read_to(std::uint64_t next);
  // Reads until the server says that the source is connected, or not.
  void read_to_source(bool connected);
  // Reads until the connection ends, and returns the `end` that came before.
  std::optional<End> read_to_the_end();

  const LogStarted& started() const { return started_; }
  const std::vector<double>& values() const { return values_; }  // in the order in which they came
  const std::vector<Gap>& gaps() const { return gaps_; }
  std::uint64_t next() const { return next_; }

 private:
  std::optional<ServerMessage> next_message();
  void take_started();
  void take(const ServerMessage& message);

  LogHello hello_;
  LogStarted started_;
  std::vector<double> values_;
  std::vector<Gap> gaps_;
  std::optional<End> end_;
  std::optional<bool> has_source_;
  std::uint64_t next_ = 0;
};

}  // namespace sws
