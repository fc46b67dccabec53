// The stream at /ws/some_url/ as the original's page knows it: {"message": n}, again and again, then the end.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

TEST(Stream, SendsTheFirstNumberAtOnceAndWithoutBeingAsked) {
  const Server server({"--interval-ms", "3600000"});  // the second number would be an hour away
  StreamClient viewer(server.port());
  const std::int32_t number = viewer.next_number();
  EXPECT_GE(number, 0);
  EXPECT_LE(number, 100);
}

TEST(Stream, SendsEachNumberAsOneUnmaskedTextFrameSpeltLikeTheOriginal) {
  const Server server({"--min", "72", "--max", "72", "--interval-ms", "10", "--count", "3"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  for (int i = 0; i < 3; ++i) {
    const Frame frame = viewer.receive_frame();
    EXPECT_EQ(frame.first_byte, 0x81);
    EXPECT_EQ(frame.payload, "{\"message\": 72}");
  }
  const Frame close = viewer.receive_frame();
  EXPECT_EQ(close.first_byte, 0x88);
  EXPECT_EQ(close.payload.substr(0, 2), "\x03\xe8");  // 1000
}

TEST(Stream, SendsAsManyNumbersAsTheCountSaysThenClosesNormally) {
  const Server server({"--interval-ms", "10", "--count", "50"});
  StreamClient viewer(server.port());
  EXPECT_EQ(viewer.rest_of_numbers().size(), 50u);
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST(Stream, EndsTheConnectionOnceTheClosingHandshakeIsDone) {
  const Server server({"--interval-ms", "10", "--count", "1"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  viewer.receive_response();
  viewer.receive_frame();
  const Frame close = viewer.receive_frame();
  viewer.send(client_frame(0x88, close.payload));
  EXPECT_EQ(viewer.receive_rest(), "");
}

// The close handshake has a deadline of its own, by whichever side it is begun.
TEST(Stream, EndsTheConnectionOfAViewerThatNeverAnswersTheClose) {
  const Server server({"--interval-ms", "10", "--count", "1"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  viewer.receive_response();
  EXPECT_EQ(viewer.receive_close_code(), 1000u);
  EXPECT_EQ(viewer.receive_rest(), "");
  const Server other({"--interval-ms", "3600000"});
  RawConnection wrong(other.port());
  wrong.send(upgrade_request() + client_frame(0x83, "a reserved opcode"));
  wrong.receive_response();
  EXPECT_EQ(wrong.receive_close_code(), 1002u);
  EXPECT_EQ(wrong.receive_rest(), "");
}

TEST(Stream, KeepsToTheRangeAndReachesBothItsEnds) {
  const Server server({"--min", "-2", "--max", "1", "--interval-ms", "10", "--count", "150"});
  StreamClient viewer(server.port());
  const std::vector<std::int32_t> numbers = viewer.rest_of_numbers();
  EXPECT_EQ(std::set<std::int32_t>(numbers.begin(), numbers.end()), (std::set<std::int32_t>{-2, -1, 0, 1}));
}

TEST(Stream, TakesTheWholeRangeOfThirtyTwoBits) {
  const Server server({"--min", "-2147483648", "--max", "2147483647", "--interval-ms", "10", "--count", "20"});
  StreamClient viewer(server.port());
  const std::vector<std::int32_t> numbers = viewer.rest_of_numbers();
  EXPECT_EQ(numbers.size(), 20u);
  EXPECT_TRUE(std::any_of(numbers.begin(), numbers.end(), [](std::int32_t n) { return n < -65536 || n > 65536; }));
}

TEST(Stream, GivesEachOfTwoHundredViewersAtOnceItsOwnNumbers) {
  const Server server({"--max", "2147483647", "--interval-ms", "50", "--count", "10"});
  std::vector<std::unique_ptr<StreamClient>> viewers;
  for (int i = 0; i < 200; ++i) viewers.push_back(std::make_unique<StreamClient>(server.port()));
  std::set<std::vector<std::int32_t>> streams;
  for (const auto& viewer : viewers) {
    const std::vector<std::int32_t> numbers = viewer->rest_of_numbers();
    EXPECT_EQ(numbers.size(), 10u);
    EXPECT_EQ(viewer->close_code(), 1000);
    streams.insert(numbers);
  }
  EXPECT_EQ(streams.size(), viewers.size());
}

TEST(Stream, AViewerThatNeverReadsDelaysNeitherAnotherNorThePage) {
  const Server server(
      {"--interval-ms", "10", "--count", "100", "--threads", "1", "--client-messages-per-second", "1000000"});
  RawConnection silent(server.port(), "127.0.0.1", 4096);
  silent.send(upgrade_request());
  silent.flood(client_frame(0x89, std::string(125, 'x')));  // the pongs fill what lies between
  StreamClient viewer(server.port());
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
  EXPECT_EQ(viewer.rest_of_numbers().size(), 100u);
}

TEST(Stream, AViewerThatVanishesDisturbsNobody) {
  const Server server({"--interval-ms", "10", "--count", "100", "--threads", "1"});
  StreamClient viewer(server.port());
  for (int i = 0; i < 10; ++i) StreamClient(server.port()).next_number();
  EXPECT_EQ(viewer.rest_of_numbers().size(), 100u);
}

TEST(Stream, ReadsAndIgnoresWhatAClientSays) {
  const Server server({"--interval-ms", "10", "--count", "50"});
  StreamClient viewer(server.port());
  viewer.send("{\"type\":\"stop\"}");
  viewer.send("not JSON at all");
  viewer.send_binary(std::string("\x00\xff\x80", 3));
  viewer.send("");
  EXPECT_EQ(viewer.rest_of_numbers().size(), 50u);
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST(Stream, TakesAMessageOf4096Bytes) {
  const Server server({"--interval-ms", "10", "--count", "30"});
  StreamClient viewer(server.port());
  viewer.send(std::string(4096, 'x'));
  viewer.rest_of_numbers();
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST(Stream, ClosesWith1009OnAMessageOf4097Bytes) {
  const Server server;
  StreamClient viewer(server.port());
  viewer.send(std::string(4097, 'x'));
  viewer.rest_of_numbers();
  EXPECT_EQ(viewer.close_code(), 1009);
}

TEST(Stream, AnswersAPingWithItsPayload) {
  const Server server({"--interval-ms", "10"});
  StreamClient viewer(server.port());
  EXPECT_EQ(viewer.ping("are you there?"), "are you there?");
  EXPECT_EQ(viewer.ping(""), "");
  EXPECT_EQ(viewer.ping(std::string(125, 'p')), std::string(125, 'p'));
}

TEST(Stream, AnswersACloseWithItsCodeAndEndsTheConnection) {
  const Server server({"--interval-ms", "3600000"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request());
  viewer.receive_response();
  viewer.receive_frame();
  viewer.send(client_frame(0x88, "\x0b\xb8 enough"));  // 3000
  const Frame answer = viewer.receive_frame();
  EXPECT_EQ(answer.first_byte, 0x88);
  EXPECT_EQ(answer.payload.substr(0, 2), "\x0b\xb8");
  EXPECT_EQ(viewer.receive_rest(), "");
}

TEST(Stream, LetsAViewerLeaveInTheMiddle) {
  const Server server({"--interval-ms", "10"});
  StreamClient viewer(server.port());
  viewer.next_number();
  viewer.close(1000);
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);
}

TEST(Stream, StartsAnewForTheSameViewer) {
  const Server server({"--max", "2147483647", "--interval-ms", "10", "--count", "5"});
  const auto first = StreamClient(server.port()).rest_of_numbers();
  const auto second = StreamClient(server.port()).rest_of_numbers();
  EXPECT_EQ(second.size(), 5u);
  EXPECT_NE(first, second);
}

}  // namespace
}  // namespace sws
