// A viewer: Boost.Beast's WebSocket client on the stream, which checks masking, UTF-8 and the closing handshake for
// itself. A test owns it and calls it from one thread; every call blocks until its event or throws at the deadline.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

class StreamClient {
 public:
  explicit StreamClient(std::uint16_t port, std::string_view target = "/ws/some_url/",
                        std::string_view address = "127.0.0.1");

  std::int32_t next_number();  // throws if the server closes, or spells it otherwise than the original
  std::vector<std::int32_t> rest_of_numbers();  // until the server closes

  void send_text(std::string_view message);
  void send_binary(std::string_view message);

  // Sends a ping and returns the next pong's payload; numbers that come before it are dropped.
  std::string ping(std::string_view payload);

  // Closes from this side and waits for the server's answer; numbers that come before it are dropped.
  void close(std::uint16_t code);

  std::uint16_t close_code() const { return stream_.reason().code; }  // the server's, once it closed

 private:
  std::optional<std::string> next_message();  // empty: the server closed

  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer received_;
  std::optional<std::string> pong_;
};

// The n of `{"message": n}` in exactly the spelling of Python's json.dumps, which the original used. Throws
// otherwise.
std::int32_t number_in(std::string_view message);

}  // namespace sws
