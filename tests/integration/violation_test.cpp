// The server's answers to frames that break RFC 6455. Each is written byte by byte.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

struct Violation {
  const char* name;
  std::string bytes;
  std::uint16_t close_code;
};

class FramesThatBreakTheProtocol : public testing::TestWithParam<Violation> {};

TEST_P(FramesThatBreakTheProtocol, AreAnsweredWithTheirCloseCode) {
  const Server server({"--interval-ms", "3600000"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  ASSERT_EQ(viewer.receive_frame().first_byte, 0x81);
  viewer.send(GetParam().bytes);
  const Frame close = viewer.receive_frame();
  ASSERT_EQ(close.first_byte, 0x88);
  ASSERT_GE(close.payload.size(), 2u);
  const auto high = static_cast<std::uint8_t>(close.payload[0]);
  const auto low = static_cast<std::uint8_t>(close.payload[1]);
  EXPECT_EQ(high * 256 + low, GetParam().close_code);
}

// A close frame whose status code is `code` (RFC 6455 §5.5.1).
std::string close_frame(std::uint16_t code) {
  const std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return client_frame(0x88, payload);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455, FramesThatBreakTheProtocol,
    testing::Values(
        Violation{"AnUnmaskedFrame", {"\x81\x02hi", 4}, 1002},
        Violation{"AReservedBit", client_frame(0xc1, "hi"), 1002},
        Violation{"AReservedOpcode", client_frame(0x83, "hi"), 1002},
        Violation{"AReservedControlOpcode", client_frame(0x8b, "hi"), 1002},
        Violation{"AFragmentedPing", client_frame(0x09, "hi"), 1002},
        Violation{"APingOf126Bytes", client_frame(0x89, std::string(126, 'x')), 1002},
        Violation{"AContinuationOfNothing", client_frame(0x80, "hi"), 1002},
        Violation{"ANewMessageInsideAnother", client_frame(0x01, "a") + client_frame(0x81, "b"), 1002},
        Violation{"TextThatIsNotUtf8", client_frame(0x81, "\xff\xfe"), 1007},
        Violation{"TextThatEndsInsideACodePoint", client_frame(0x81, "\xe2\x82"), 1007},
        Violation{"ACloseOfOneByte", client_frame(0x88, "x"), 1002},
        Violation{"CloseCode999", close_frame(999), 1002}, Violation{"CloseCode1005", close_frame(1005), 1002},
        Violation{"CloseCode1006", close_frame(1006), 1002}, Violation{"CloseCode1015", close_frame(1015), 1002},
        Violation{"TextWhoseFragmentsEndInsideACodePoint", client_frame(0x01, "\xe2\x82") + client_frame(0x80, ""),
                  1007},
        Violation{"CloseCode2999", close_frame(2999), 1002}, Violation{"CloseCode5000", close_frame(5000), 1002},
        Violation{"CloseCode65535", close_frame(65535), 1002}),
    [](const auto& violation) { return violation.param.name; });

// While the server's own close frame is on its way.
TEST(AViolationBehindARefusedMessage, LeavesNothingThatKeepsTheServerFromEnding) {
  Server server;
  RawConnection viewer(server.port());
  viewer.send(upgrade_request("/ws/some_url/?protocol=1"));
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  ASSERT_EQ(viewer.receive_frame().first_byte, 0x81);  // hello
  viewer.send(client_frame(0x81, "not JSON") + client_frame(0xff, ""));
  EXPECT_EQ(viewer.receive_frame().first_byte, 0x81);  // error
  EXPECT_EQ(viewer.receive_frame().first_byte, 0x88);
  EXPECT_EQ(viewer.receive_rest(), "");
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
