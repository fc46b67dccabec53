// The fixture that the tests of conformance share: an echo_server (tests/support) that takes messages of up to 16
// MiB, and connections to it on which each test writes its frames byte by byte.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {

inline constexpr std::uint8_t kContinuation = 0x00, kText = 0x01, kBinary = 0x02;
inline constexpr std::uint8_t kFin = 0x80;
inline constexpr std::uint8_t kClose = 0x88, kPing = 0x89, kPong = 0x8a;  // with FIN, which they must have

// A connection that is open: the handshake is done.
inline RawConnection open_echo(std::uint16_t port, std::string_view target = "/") {
  RawConnection connection(port);
  connection.send(upgrade_request(target));
  const unsigned status = connection.receive_response().result_int();
  if (status != 101) throw std::runtime_error("the handshake is answered with " + std::to_string(status));
  return connection;
}

// The payload of a close frame (RFC 6455 §5.5.1).
inline std::string close_payload(unsigned code, std::string_view reason = "") {
  const std::string number{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return number + std::string(reason);
}

inline unsigned close_code(const Frame& frame) {
  return close_code_in(frame.payload);
}

// The next thing is a close frame with `code`, and then TCP ends although this side does nothing for it.
inline void expect_close(RawConnection& connection, unsigned code) {
  const Frame frame = connection.receive_frame();
  EXPECT_EQ(frame.first_byte, kClose) << frame.payload.substr(0, 100);
  EXPECT_EQ(close_code(frame), code);
  EXPECT_EQ(connection.receive_rest(), "");
}

inline void expect_frame(RawConnection& connection, std::uint8_t first_byte, std::string_view payload) {
  const Frame frame = connection.receive_frame();
  EXPECT_EQ(frame.first_byte, first_byte);
  EXPECT_TRUE(frame.payload == payload) << frame.payload.size() << " bytes that differ from " << payload.size();
}

// The connection still works.
inline void expect_echo(RawConnection& connection) {
  connection.send(client_frame(kFin | kText, "still here?"));
  expect_frame(connection, kFin | kText, "still here?");
}

template <class Base>
class WithEchoServer : public Base {
 protected:
  static void SetUpTestSuite() { server_ = new Server({"--message-bytes", "16777216"}); }
  static void TearDownTestSuite() { delete server_; }

  static RawConnection open() { return open_echo(server_->port()); }
  static std::uint16_t port() { return server_->port(); }

 private:
  static inline Server* server_ = nullptr;
};

using Conformance = WithEchoServer<testing::Test>;

}  // namespace sws
