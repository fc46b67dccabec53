// RFC 6455 §5.2 and §5.5: what may be in a frame's header, and the control frames ping and pong.
#include "tests/integration/echo_test.hpp"

namespace sws {
namespace {

std::string hex(unsigned value) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  return {kDigits[value >> 4], kDigits[value & 0xf]};
}

class ReservedHeaderBits : public WithEchoServer<testing::TestWithParam<unsigned>> {};

TEST_P(ReservedHeaderBits, FailTheConnectionAfterWhatCameBefore) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    const auto first_byte = static_cast<std::uint8_t>(GetParam());
    client.send_in_pieces(client_frame(kFin | kText, "fine") + client_frame(first_byte, "no") +
                              client_frame(kFin | kText, "too late"),
                          piece);
    expect_frame(client, kFin | kText, "fine");
    expect_close(client, 1002);
  }
}

std::vector<unsigned> reserved_first_bytes() {
  std::vector<unsigned> all;
  for (unsigned bits = 0x10; bits <= 0x70; bits += 0x10) {
    for (const unsigned frame : {0x81u, 0x82u, 0x88u, 0x89u, 0x8au}) all.push_back(frame | bits);
  }
  for (const unsigned opcode : {0x3u, 0x4u, 0x5u, 0x6u, 0x7u, 0xbu, 0xcu, 0xdu, 0xeu, 0xfu}) {
    all.insert(all.end(), {0x80u | opcode, opcode});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(FirstByte, ReservedHeaderBits, testing::ValuesIn(reserved_first_bytes()),
                         [](const auto& test) { return hex(test.param); });

struct Forbidden {
  const char* name;
  std::string bytes;
};

class ForbiddenFrames : public WithEchoServer<testing::TestWithParam<Forbidden>> {};

TEST_P(ForbiddenFrames, FailTheConnection) {
  RawConnection client = open();
  client.send(GetParam().bytes);
  expect_close(client, 1002);
}

INSTANTIATE_TEST_SUITE_P(
    Rfc6455, ForbiddenFrames,
    testing::Values(Forbidden{"AnUnmaskedText", {"\x81\x02hi", 4}}, Forbidden{"AnUnmaskedBinary", {"\x82\x00", 2}},
                    Forbidden{"AnUnmaskedPing", {"\x89\x00", 2}},
                    Forbidden{"AnUnmaskedClose", {"\x88\x02\x03\xe8", 4}},
                    Forbidden{"AFragmentedPing", client_frame(0x09, "a") + client_frame(0x80, "b")},
                    Forbidden{"AFragmentedPong", client_frame(0x0a, "a") + client_frame(0x80, "b")},
                    Forbidden{"AFragmentedClose", client_frame(0x08, close_payload(1000))},
                    Forbidden{"APingOf126Bytes", client_frame(kPing, std::string(126, 'x'))},
                    Forbidden{"APongOf126Bytes", client_frame(kPong, std::string(126, 'x'))},
                    Forbidden{"ACloseOf126Bytes", client_frame(kClose, close_payload(1000, std::string(124, 'x')))},
                    Forbidden{"APingOf65536Bytes", client_frame(kPing, std::string(65'536, 'x'))},
                    Forbidden{"AReservedBitInAContinuation", client_frame(kText, "a") + client_frame(0xc0, "b")},
                    Forbidden{"ALengthOf125In16Bits",
                              std::string("\x81\xfe\x00\x7dmask", 8) + std::string(125, 'x')},
                    Forbidden{"ALengthOf65535In64Bits",
                              std::string("\x82\xff\0\0\0\0\0\0\xff\xffmask", 14) + std::string(65'535, 'x')}),
    [](const auto& test) { return test.param.name; });

class Pings : public WithEchoServer<testing::TestWithParam<std::string>> {};

TEST_P(Pings, AreAnsweredWithTheirPayload) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    client.send_in_pieces(client_frame(kPing, GetParam()), piece);
    expect_frame(client, kPong, GetParam());
    expect_echo(client);
  }
}

INSTANTIATE_TEST_SUITE_P(Payloads, Pings,
                         testing::Values("", "x", "Hello", std::string("\x00\xff\xfe\xfd\xfc\x00\xff", 7),
                                         std::string(124, '\xfe'), std::string(125, '\xfe')),
                         [](const auto& test) {
                           return "Number" + std::to_string(test.index) + "Of" + std::to_string(test.param.size()) +
                                  "Bytes";
                         });

TEST_F(Conformance, TenPingsAreAnsweredInTheirOrder) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    std::string pings;
    for (int i = 0; i < 10; ++i) pings += client_frame(kPing, "ping " + std::to_string(i));
    client.send_in_pieces(pings, piece);
    for (int i = 0; i < 10; ++i) expect_frame(client, kPong, "ping " + std::to_string(i));
  }
}

TEST_F(Conformance, PongsThatNobodyAskedForAreIgnored) {
  RawConnection client = open();
  client.send(client_frame(kPong, "") + client_frame(kPong, "unasked") +
              client_frame(kPong, std::string(125, 'x')));
  expect_echo(client);
  client.send(client_frame(kPong, "unasked") + client_frame(kPing, "asked"));
  expect_frame(client, kPong, "asked");
}

TEST_F(Conformance, APeerThatPingsAndDoesNotReadGrowsNothing) {
  RawConnection client = open();
  EXPECT_LT(client.flood(client_frame(kPing, std::string(125, 'x'))), RawConnection::kMostFlood);
  RawConnection other = open();
  expect_echo(other);
}

TEST_F(Conformance, ASubprotocolAndCompressionAreNotSelected) {
  RawConnection client(port());
  client.send(upgrade_request("/",
                              "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate; "
                              "client_max_window_bits, permessage-bzip2\r\n"));
  const Response response = client.receive_response();
  EXPECT_EQ(response.result_int(), 101u);
  EXPECT_EQ(response.count("Sec-WebSocket-Extensions") + response.count("Sec-WebSocket-Protocol"), 0u);
  client.send(client_frame(0xc1, "compressed?"));
  expect_close(client, 1002);
}

}  // namespace
}  // namespace sws
