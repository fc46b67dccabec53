// RFC 6455 §5.2, §5.4: messages of every size, however they are cut into frames and TCP segments, are echoed whole.
#include <csignal>

#include "tests/integration/echo_test.hpp"

namespace sws {
namespace {

constexpr std::size_t kMiB = 1u << 20;

// Bytes that tell their position, and for a text, ASCII.
std::string content(std::uint8_t opcode, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t mixed = i * 2'654'435'761u >> 7;
    bytes[i] = static_cast<char>(opcode == kText ? 32 + mixed % 95 : mixed);
  }
  return bytes;
}

struct Message {
  std::uint8_t opcode;
  std::size_t size;
  std::size_t fragment;  // bytes a frame; 0: one frame
  std::size_t piece;     // bytes a TCP write; 0: all in one
};

std::string frames(const Message& message, std::string_view payload) {
  if (message.fragment == 0) return client_frame(kFin | message.opcode, payload);
  std::string result;
  for (std::size_t at = 0; at < payload.size(); at += message.fragment) {
    const bool last = at + message.fragment >= payload.size();
    const std::uint8_t opcode = at == 0 ? message.opcode : kContinuation;
    result += client_frame(last ? kFin | opcode : opcode, payload.substr(at, message.fragment));
  }
  return result;
}

std::string name(const testing::TestParamInfo<Message>& info) {
  const Message& message = info.param;
  std::string result = (message.opcode == kText ? "Text" : "Binary") + std::to_string(message.size);
  if (message.fragment > 0) result += "InFramesOf" + std::to_string(message.fragment);
  if (message.piece > 0) result += "InWritesOf" + std::to_string(message.piece);
  return result;
}

class Messages : public WithEchoServer<testing::TestWithParam<Message>> {};

TEST_P(Messages, AreEchoedWhole) {
  const std::string payload = content(GetParam().opcode, GetParam().size);
  RawConnection client = open();
  client.send_in_pieces(frames(GetParam(), payload), GetParam().piece);
  expect_frame(client, kFin | GetParam().opcode, payload);
  expect_echo(client);
}

std::vector<Message> of_every_length_form() {
  std::vector<Message> all;
  for (const std::uint8_t opcode : {kText, kBinary}) {
    for (const std::size_t size : {0u, 1u, 125u, 126u, 127u, 128u, 129u, 4096u, 65'535u, 65'536u, 65'537u}) {
      all.push_back({opcode, size, 0, 0});
      if (size > 0) all.push_back({opcode, size, 0, size <= 129 ? 1u : 997u});
    }
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(OfEveryLengthForm, Messages, testing::ValuesIn(of_every_length_form()), name);

INSTANTIATE_TEST_SUITE_P(Large, Messages,
                         testing::Values(Message{kText, 16 * kMiB, 0, 0}, Message{kBinary, 16 * kMiB, 0, 0},
                                         Message{kText, kMiB, 0, 64}, Message{kBinary, kMiB, 0, 64},
                                         Message{kBinary, 16 * kMiB, 0, 1024}),
                         name);

INSTANTIATE_TEST_SUITE_P(InFragments, Messages,
                         testing::Values(Message{kText, 16 * kMiB, 64, 0}, Message{kBinary, 16 * kMiB, 64, 0},
                                         Message{kText, 4 * kMiB, 65'536, 0},
                                         Message{kBinary, 4 * kMiB, 256 * 1024, 0}, Message{kText, 300, 1, 1},
                                         Message{kBinary, kMiB, 64, 997}, Message{kText, 65'536, 4096, 64}),
                         name);

TEST_F(Conformance, AThousandMessagesSentInOneGoComeBackInTheirOrder) {
  RawConnection client = open();
  std::string all;
  for (int i = 0; i < 1000; ++i) all += client_frame(kFin | kText, "message " + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 1000; ++i) expect_frame(client, kFin | kText, "message " + std::to_string(i));
}

TEST_F(Conformance, EchoesAtAnyPath) {
  for (const char* path : {"/", "/getCaseCount?agent=x", "/ws/some_url/", "/index.html", "/a/b?c=d&protocol=1"}) {
    RawConnection client = open_echo(port(), path);
    expect_echo(client);
  }
}

// Back-pressure: an echo that is not taken keeps the next message from being read, and none is lost by it.
TEST_F(Conformance, WhoeverTakesNoEchoIsNotReadFromUntilItDoes) {
  const std::string payload = content(kBinary, 65'536);
  const std::string frame = client_frame(kFin | kBinary, payload);
  RawConnection client = open();
  const std::size_t taken = client.flood(frame);
  EXPECT_LT(taken, RawConnection::kMostFlood);
  RawConnection other = open();
  expect_echo(other);
  for (std::size_t i = 0; i < taken / frame.size(); ++i) expect_frame(client, kFin | kBinary, payload);
  client.send(std::string_view(frame).substr(taken % frame.size()));
  expect_frame(client, kFin | kBinary, payload);
}

// The limit is looked at in a frame's header: nothing of the payload has to come.
TEST(MessageLimit, IsCheckedBeforeThePayload) {
  const Server server({"--message-bytes", "1000"});
  const std::string header_of_1001("\x82\xfe\x03\xe9mask", 8);
  const std::string header_of_a_tebibyte("\x82\xff\x00\x00\x01\x00\x00\x00\x00\x00mask", 14);
  const std::string header_with_the_highest_bit("\x82\xff\x80\x00\x00\x00\x00\x00\x00\x00mask", 14);
  for (const auto& header : {header_of_1001, header_of_a_tebibyte, header_with_the_highest_bit}) {
    RawConnection client = open_echo(server.port());
    client.send(header);
    expect_close(client, 1009);
  }
}

TEST(MessageLimit, CountsAllFragments) {
  const Server server({"--message-bytes", "1000"});
  RawConnection client = open_echo(server.port());
  const std::string half(500, 'x');
  client.send(client_frame(kText, half) + client_frame(kFin | kContinuation, half));
  expect_frame(client, kFin | kText, half + half);
  client.send(client_frame(kText, half) + client_frame(kContinuation, half) + client_frame(kContinuation, "x"));
  expect_close(client, 1009);
}

TEST(EchoServer, RefusesALimitBeyond16MiB) {
  for (const char* bytes : {"0", "16777217", "-1", "many"}) {
    EXPECT_EQ(run_to_exit({"--message-bytes", bytes}).exit_status, 2) << bytes;
  }
}

TEST(EchoServer, EndsOnSigtermWithAStreamOpen) {
  Server server;
  RawConnection client = open_echo(server.port());
  server.process().signal(SIGTERM);
  expect_frame(client, kClose, close_payload(1001));
  client.send(client_frame(kClose, close_payload(1001)));
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
