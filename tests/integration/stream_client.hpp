// A viewer of the plain stream. See websocket_client.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/websocket_client.hpp"

namespace sws {

class StreamClient : public WebSocketClient {
 public:
  explicit StreamClient(std::uint16_t port, std::string_view target = "/ws/some_url/",
                        std::string_view address = "127.0.0.1")
      : WebSocketClient(port, target, address) {}

  std::int32_t next_number();  // throws if the server closes, or spells it otherwise than the original
  std::vector<std::int32_t> rest_of_numbers();  // until the server closes

  // Sends a ping and returns the next pong's payload; numbers that come before it are dropped.
  std::string ping(std::string_view payload);

 private:
  std::optional<std::string> next_message();  // empty: the server closed
};

// The n of `{"message": n}` in exactly the spelling of Python's json.dumps, which the original used. Throws
// otherwise.
std::int32_t number_in(std::string_view message);

}  // namespace sws
