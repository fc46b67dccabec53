// RFC 6455 §7: the closing handshake, with every kind of close frame, and its end whatever the peer does.
#include <csignal>

#include "tests/integration/echo_test.hpp"

namespace sws {
namespace {

class CloseCodes : public WithEchoServer<testing::TestWithParam<unsigned>> {};

TEST_P(CloseCodes, AreSentBack) {
  for (const std::string_view reason : {"", "a reason"}) {
    RawConnection client = open();
    client.send(client_frame(kClose, close_payload(GetParam(), reason)));
    expect_close(client, GetParam());
  }
}

INSTANTIATE_TEST_SUITE_P(Valid, CloseCodes,
                         testing::Values(1000u, 1001u, 1002u, 1003u, 1007u, 1008u, 1009u, 1010u, 1011u, 1012u,
                                         1013u, 3000u, 3999u, 4000u, 4999u),
                         testing::PrintToStringParamName());

class InvalidCloseCodes : public WithEchoServer<testing::TestWithParam<unsigned>> {};

TEST_P(InvalidCloseCodes, AreAnsweredWith1002) {
  RawConnection client = open();
  client.send(client_frame(kClose, close_payload(GetParam())));
  expect_close(client, 1002);
}

INSTANTIATE_TEST_SUITE_P(Invalid, InvalidCloseCodes,
                         testing::Values(0u, 1u, 999u, 1004u, 1005u, 1006u, 1015u, 1016u, 1100u, 2000u, 2999u,
                                         5000u, 32'768u, 65'535u),
                         testing::PrintToStringParamName());

TEST_F(Conformance, ACloseWithoutACodeIsAnswered) {
  RawConnection client = open();
  client.send(client_frame(kClose, ""));
  const Frame close = client.receive_frame();
  EXPECT_EQ(close.first_byte, kClose);
  EXPECT_TRUE(close_code(close) == 1000 || close_code(close) == 1005) << close_code(close);
  EXPECT_EQ(client.receive_rest(), "");
}

TEST_F(Conformance, ACloseOfOneByteIsAnsweredWith1002) {
  RawConnection client = open();
  client.send(client_frame(kClose, "\x03"));
  expect_close(client, 1002);
}

TEST_F(Conformance, AReasonOf123BytesIsFine) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    client.send_in_pieces(client_frame(kClose, close_payload(1000, std::string(123, 'r'))), piece);
    expect_close(client, 1000);
  }
}

TEST_F(Conformance, AReasonThatIsNotUtf8FailsTheConnection) {
  for (const std::string_view reason : {"\xff", "\xce\xba\xed\xa0\x80", "\xf4\x90\x80\x80", "fine \xe2\x82"}) {
    RawConnection client = open();
    client.send(client_frame(kClose, close_payload(1000, reason)));
    const Frame close = client.receive_frame();
    EXPECT_EQ(close.first_byte, kClose);
    EXPECT_TRUE(close_code(close) == 1002 || close_code(close) == 1007) << close_code(close);
    EXPECT_EQ(client.receive_rest(), "");
  }
}

TEST_F(Conformance, NothingBehindACloseIsAnswered) {
  for (const std::string& late : {client_frame(kFin | kText, "late"), client_frame(kPing, "late"),
                                  client_frame(kClose, close_payload(1001)), std::string(200'000, 'x')}) {
    for (const std::size_t piece : {0u, 997u}) {
      RawConnection client = open();
      client.send(client_frame(kClose, close_payload(1000)));
      client.send_in_pieces(late, piece);
      expect_close(client, 1000);
    }
  }
}

TEST_F(Conformance, WhatCameBeforeACloseIsAnsweredFirst) {
  RawConnection client = open();
  client.send(client_frame(kFin | kText, "last words") + client_frame(kPing, "?") +
              client_frame(kClose, close_payload(1000)));
  expect_frame(client, kFin | kText, "last words");
  expect_frame(client, kPong, "?");
  expect_close(client, 1000);
}

TEST_F(Conformance, ALargeEchoComesWholeBeforeTheAnswerToAClose) {
  const std::string large(4u << 20, 'x');
  RawConnection client = open();
  client.send(client_frame(kFin | kBinary, large) + client_frame(kClose, close_payload(1000)));
  expect_frame(client, kFin | kBinary, large);
  expect_close(client, 1000);
}

TEST_F(Conformance, ACloseInsideAFragmentedMessageIsAnswered) {
  for (const std::size_t piece : {0u, 1u}) {
    RawConnection client = open();
    client.send_in_pieces(client_frame(kText, "unfinished") + client_frame(kClose, close_payload(1000)), piece);
    expect_close(client, 1000);
  }
}

// The things that a peer may do instead of ending TCP once the close frames are exchanged.
struct Ending {
  const char* name;
  std::string bytes;
};

class PeersThatNeverEnd : public WithEchoServer<testing::TestWithParam<Ending>> {};

TEST_P(PeersThatNeverEnd, AreEnded) {
  RawConnection client = open();
  client.send(GetParam().bytes);
  client.send_until_reset();
  RawConnection other = open();
  expect_echo(other);
}

INSTANTIATE_TEST_SUITE_P(Rfc6455, PeersThatNeverEnd,
                         testing::Values(Ending{"AfterTheirClose", client_frame(kClose, close_payload(1000))},
                                         Ending{"AfterAProtocolError", client_frame(0x83, "")},
                                         Ending{"AfterABadText", client_frame(kFin | kText, "\xff")},
                                         Ending{"AfterAMessageThatIsTooBig",
                                                std::string("\x82\xff\1\0\0\0\0\0\0\0mask", 14)}),
                         [](const auto& test) { return test.param.name; });

// With more unsent than the kernel takes, so that not even the close frame can leave.
TEST(Shutdown, EndsWhoeverTakesNeitherItsEchoNorTheClose) {
  Server server({"--message-bytes", "16777216"});
  RawConnection client = open_echo(server.port());
  client.send(client_frame(kFin | kBinary, std::string(16u << 20, 'x')));
  client.send(client_frame(kFin | kBinary, "read only when the echo is taken"));
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(Shutdown, EndsWhoeverIsInTheMiddleOfAMessage) {
  Server server({"--message-bytes", "16777216"});
  RawConnection client = open_echo(server.port());
  client.send(client_frame(kFin | kBinary, std::string(100'000, 'x')).substr(0, 70'000));
  server.process().signal(SIGTERM);
  expect_close(client, 1001);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
