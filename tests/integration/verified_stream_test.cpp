// Protocol 1 on the wire of the real server: every message that it sends, and when a stream ends.
#include <gtest/gtest.h>
#include <signal.h>

#include <set>
#include <variant>

#include "shared/codec.hpp"
#include "shared/hex.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

constexpr std::string_view kTarget = "/ws/some_url/?protocol=1";

std::string text_of(RawConnection& viewer) {
  const Frame frame = viewer.receive_frame();
  EXPECT_EQ(frame.first_byte, 0x81);
  return frame.payload;
}

TEST(VerifiedStream, SpeaksFirstAndCommitsBeforeTheClientSaysAnything) {
  const Server server;
  RawConnection viewer(server.port());
  viewer.send(upgrade_request(kTarget));
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  const auto hello = decode_server_message(text_of(viewer));
  ASSERT_TRUE(hello && std::holds_alternative<Hello>(*hello));
  EXPECT_EQ(std::get<Hello>(*hello).limits, Limits());
  ASSERT_TRUE(std::get<Hello>(*hello).offer);
  EXPECT_EQ(fault_of(*std::get<Hello>(*hello).offer), std::nullopt);
}

std::string text_between(const std::string& text, std::string_view before, std::string_view behind) {
  const std::size_t begin = text.find(before);
  EXPECT_NE(begin, std::string::npos) << text;
  const std::size_t from = begin + before.size();
  return text.substr(from, text.find(behind, from) - from);
}

TEST(VerifiedStream, SpellsEveryMessageAsTheProtocolSays) {
  const Server server({"--interval-ms", "3600000"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request("/ws/some_url/?protocol=1&count=17"));
  viewer.receive_response();
  const std::string hello = text_of(viewer);
  const std::string stream = text_between(hello, R"("stream":")", "\"");
  const std::string commitment = text_between(hello, R"("commitment":")", "\"");
  const std::string roots = text_between(hello, R"("roots":[)", "]");
  EXPECT_TRUE(is_hex_of<StreamId>(stream)) << hello;
  EXPECT_TRUE(is_hex_of<Digest>(commitment)) << hello;
  EXPECT_EQ(roots.size(), 2 * 45 + 1u) << hello;
  EXPECT_EQ(hello, R"({"type":"hello","protocol":1,"stream":")" + stream + R"(","count":17,"commitment":")" +
                       commitment + R"(","roots":[)" + roots +
                       R"(],"defaults":{"min":0,"max":100,"interval_ms":3600000})"
                       R"(,"limits":{"min_interval_ms":10,"max_interval_ms":3600000,"max_count":1000000}})");

  viewer.send(client_frame(0x81, R"({"type":"start","client_seed":"a","min":7,"max":7})"));
  const std::string started = text_of(viewer);
  EXPECT_TRUE(started.starts_with(R"({"type":"started","stream":")" + stream + R"(","commitment":")" + commitment +
                                  R"(","token":")"))
      << started;
  EXPECT_TRUE(started.ends_with(R"("next":0,"min":7,"max":7,"interval_ms":3600000,"count":17})")) << started;
  const std::string number = text_of(viewer);
  const std::string key = text_between(number, R"("key":")", "\"");
  EXPECT_EQ(number, R"({"type":"number","seq":0,"message":7,"key":")" + key + R"("})");
  EXPECT_TRUE(is_base64url_of_32_bytes(key)) << number;

  viewer.send(client_frame(0x81, R"({"type":"stop"})"));
  EXPECT_EQ(text_of(viewer), R"({"type":"end","reason":"stopped","next":1})");
  const Frame close = viewer.receive_frame();
  EXPECT_EQ(close.first_byte, 0x88);
  EXPECT_EQ(close.payload.substr(0, 2), "\x03\xe8");  // 1000
}

TEST(VerifiedStream, TakesWhatTheViewerLeavesOutFromTheServersOptions) {
  const Server server({"--min", "5", "--max", "6", "--interval-ms", "20", "--count", "7"});
  EXPECT_EQ(VerifiedClient(server.port()).start().parameters, (StreamParameters{5, 6, 20, 7}));
}

TEST(VerifiedStream, TakesWhatTheViewerAsksFor) {
  const Server server;
  VerifiedClient viewer(server.port(), "&count=40");
  EXPECT_EQ(viewer.start(R"("min":-5,"max":300,"interval_ms":10)").parameters, (StreamParameters{-5, 300, 10, 40}));
}

TEST(VerifiedStream, TakesTheCountFromTheAddressAndNotFromStart) {
  const Server server;
  VerifiedClient viewer(server.port(), "&count=3");
  EXPECT_EQ(viewer.start(R"("count":5)").parameters.count, 3u);
}

TEST(VerifiedStream, TwoStreamsNeverShareASeed) {
  const Server server;
  std::set<Digest> commitments;
  std::set<StreamId> streams;
  for (int i = 0; i < 100; ++i) {
    const Offer offer = *VerifiedClient(server.port()).expect<Hello>().offer;
    commitments.insert(offer.commitment);
    streams.insert(offer.stream);
  }
  EXPECT_EQ(commitments.size(), 100u);
  EXPECT_EQ(streams.size(), 100u);
}

TEST(VerifiedStream, AStopEndsItWithEveryNumberBeforeProven) {
  const Server server({"--interval-ms", "10"});
  VerifiedClient viewer(server.port());
  viewer.start();
  viewer.read_numbers(5);
  viewer.stop();
  viewer.read_to_the_end();
  ASSERT_TRUE(viewer.end());
  EXPECT_EQ(viewer.end()->reason, EndReason::stopped);
  EXPECT_EQ(viewer.end()->next, viewer.numbers().size());
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST(VerifiedStream, AShutdownClosesWith1001AndRevealsNothing) {
  Server server({"--interval-ms", "10"});
  VerifiedClient proven(server.port()), longer(server.port(), "&count=5000");
  for (VerifiedClient* viewer : {&proven, &longer}) {
    viewer->start();
    viewer->read_numbers(3);
  }
  server.process().signal(SIGTERM);
  for (VerifiedClient* viewer : {&proven, &longer}) {
    viewer->read_to_the_end();
    EXPECT_EQ(viewer->close_code(), 1001);
    EXPECT_FALSE(viewer->end());
  }
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

// Numbers are the clock: none comes before its time, so 250 of them show that the timeout of two seconds has
// passed.
TEST(VerifiedStream, OutlivesTheHandshakeTimeoutOnceItHasBegun) {
  const Server server({"--handshake-timeout", "2"});
  VerifiedClient viewer(server.port());
  viewer.start(R"("interval_ms":10)");
  viewer.read_numbers(250);
  ASSERT_GE(viewer.numbers().size(), 250u) << "closed with " << viewer.close_code();
  VerifiedClient resumed(server.port(), "&resume", viewer.stream());
  resumed.resume();
  resumed.read_numbers(500);
  EXPECT_GE(resumed.numbers().size(), 500u) << "closed with " << resumed.close_code();
}

TEST(VerifiedStream, TakesAMinThatEqualsTheMax) {
  const Server server({"--interval-ms", "10", "--count", "5"});  // from 0 to 100
  for (const auto& [bounds, only] : {std::pair{R"("min":100)", 100}, std::pair{R"("max":0)", 0},
                                     std::pair{R"("min":-2147483648,"max":-2147483648)", INT32_MIN},
                                     std::pair{R"("min":2147483647,"max":2147483647)", INT32_MAX}}) {
    VerifiedClient viewer(server.port());
    viewer.start(bounds);
    viewer.read_to_the_end();
    EXPECT_EQ(viewer.numbers(), std::vector<std::int32_t>(5, only)) << bounds;
  }
}

TEST(VerifiedStream, AViewerThatReadsLateGetsWhatItMissedInRuns) {
  const Server server({"--interval-ms", "10", "--threads", "1", "--client-messages-per-second", "1000000"});
  for (const char* count : {"4096", "100000"}) {
    RawConnection late(server.port(), "127.0.0.1", 4096);
    WatchedStream stream("x");
    late.send(upgrade_request("/ws/some_url/?protocol=1&count=" + std::string(count)));
    late.receive_response();
    stream.take(*decode_server_message(late.receive_frame().payload));
    late.send(client_frame(0x81, R"({"type":"start","client_seed":"x"})"));
    late.flood(client_frame(0x89, std::string(125, 'x')));  // its pongs fill what lies between
    VerifiedClient other(server.port());
    other.start();
    other.read_numbers(30);

    const LoopDeadline deadline;
    for (bool caught_up = false; !caught_up;) {
      deadline.check("a run of more than ten numbers");
      const Frame frame = late.receive_frame();
      if (frame.first_byte != 0x81) continue;  // a pong
      const auto message = decode_server_message(frame.payload);
      ASSERT_TRUE(message) << frame.payload;
      stream.take(*message);
      const auto* const run = std::get_if<Numbers>(&*message);
      caught_up = run != nullptr && run->messages.size() > 10;
    }
  }
}

TEST(VerifiedStream, AnotherProtocolIsRefusedBeforeTheUpgrade) {
  const Server server;
  for (const char* target :
       {"/ws/some_url/?protocol=2", "/ws/some_url/?protocol=", "/ws/some_url/?a=b&protocol=x"}) {
    RawConnection viewer(server.port());
    viewer.send(upgrade_request(target));
    const Response response = viewer.receive_response();
    EXPECT_EQ(response.result_int(), 400u) << target;
    EXPECT_NE(response.body().find("protocol=1"), std::string::npos) << response.body();
  }
}

TEST(VerifiedStream, TheParameterMayStandAmongOthers) {
  const Server server;
  RawConnection viewer(server.port());
  viewer.send(upgrade_request("/ws/some_url/?room=7&protocol=1&x"));
  ASSERT_EQ(viewer.receive_response().result_int(), 101u);
  EXPECT_TRUE(text_of(viewer).starts_with(R"({"type":"hello")"));
}

}  // namespace
}  // namespace sws
