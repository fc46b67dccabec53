// Protocol 1 on the wire of the real server: every message that it sends, and when a stream ends.
#include <gtest/gtest.h>
#include <signal.h>

#include <set>
#include <variant>

#include "shared/codec.hpp"
#include "shared/proof.hpp"
#include "shared/sha256.hpp"
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
}

TEST(VerifiedStream, SpellsEveryMessageAsTheProtocolSays) {
  const Server server({"--interval-ms", "3600000"});
  RawConnection viewer(server.port());
  viewer.send(upgrade_request(kTarget));
  viewer.receive_response();
  const std::string hello = text_of(viewer);
  EXPECT_TRUE(hello.starts_with(R"({"type":"hello","protocol":1,"stream":")")) << hello;
  EXPECT_TRUE(hello.ends_with(R"("limits":{"min_interval_ms":10,"max_interval_ms":3600000,"max_count":1000000}})"))
      << hello;
  viewer.send(client_frame(0x81, R"({"type":"start","client_seed":"a","min":7,"max":7})"));
  const std::string started = text_of(viewer);
  EXPECT_TRUE(started.starts_with(R"({"type":"started","stream":")")) << started;
  EXPECT_TRUE(started.ends_with(R"("next":0,"min":7,"max":7,"interval_ms":3600000,"count":1000})")) << started;
  EXPECT_EQ(text_of(viewer), R"({"type":"number","seq":0,"message":7})");
  viewer.send(client_frame(0x81, R"({"type":"stop"})"));
  EXPECT_TRUE(text_of(viewer).starts_with(R"({"type":"end","reason":"stopped","next":1,"server_seed":")"));
  const Frame close = viewer.receive_frame();
  EXPECT_EQ(close.first_byte, 0x88);
  EXPECT_EQ(close.payload.substr(0, 2), "\x03\xe8");  // 1000
}

TEST(VerifiedStream, RevealsTheSeedItCommittedToAndEveryNumberFollowsFromIt) {
  const Server server;
  VerifiedClient viewer(server.port());
  const auto hello = viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"mine","min":-5,"max":300,"interval_ms":10,"count":40})");
  const auto started = viewer.expect<Started>();
  EXPECT_EQ(started.stream, hello.stream);
  EXPECT_EQ(started.commitment, hello.commitment);
  EXPECT_EQ(started.next, 0u);
  EXPECT_EQ(started.parameters, (StreamParameters{-5, 300, 10, 40}));
  viewer.read_to_the_end();
  ASSERT_TRUE(viewer.end());
  EXPECT_EQ(viewer.end()->reason, EndReason::complete);
  EXPECT_EQ(viewer.end()->next, 40u);
  EXPECT_EQ(viewer.close_code(), 1000);
  const Proof proof{hello.commitment,    viewer.end()->server_seed, "mine", -5, 300,
                    EndReason::complete, viewer.numbers()};
  Verifier verifier(proof);
  verifier.advance(SIZE_MAX);
  EXPECT_EQ(verifier.problem(), std::nullopt);
  EXPECT_EQ(verifier.verified(), 40u);
}

TEST(VerifiedStream, TakesWhatStartLeavesOutFromTheServersOptions) {
  const Server server({"--min", "5", "--max", "6", "--interval-ms", "20", "--count", "7"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x"})");
  EXPECT_EQ(viewer.expect<Started>().parameters, (StreamParameters{5, 6, 20, 7}));
}

TEST(VerifiedStream, TwoStreamsNeverShareASeed) {
  const Server server;
  std::set<Digest> commitments;
  std::set<StreamId> streams;
  for (int i = 0; i < 100; ++i) {
    const auto hello = VerifiedClient(server.port()).expect<Hello>();
    commitments.insert(hello.commitment);
    streams.insert(hello.stream);
  }
  EXPECT_EQ(commitments.size(), 100u);
  EXPECT_EQ(streams.size(), 100u);
}

TEST(VerifiedStream, AStopEndsItWithTheSeed) {
  const Server server({"--interval-ms", "10"});
  VerifiedClient viewer(server.port());
  const auto hello = viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x"})");
  viewer.read_numbers(5);
  viewer.send(R"({"type":"stop"})");
  viewer.read_to_the_end();
  ASSERT_TRUE(viewer.end());
  EXPECT_EQ(viewer.end()->reason, EndReason::stopped);
  EXPECT_EQ(viewer.end()->next, viewer.numbers().size());
  EXPECT_EQ(sha256(viewer.end()->server_seed), hello.commitment);
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST(VerifiedStream, AShutdownClosesWith1001AndRevealsNothing) {
  Server server({"--interval-ms", "10"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x"})");
  viewer.read_numbers(3);
  server.process().signal(SIGTERM);
  viewer.read_to_the_end();
  EXPECT_EQ(viewer.close_code(), 1001);
  EXPECT_FALSE(viewer.end());
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

// Numbers are the clock: none comes before its time, so 250 of them show that the timeout of two seconds has
// passed.
TEST(VerifiedStream, OutlivesTheHandshakeTimeoutOnceItHasBegun) {
  const Server server({"--handshake-timeout", "2"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x","interval_ms":10,"count":1000})");
  viewer.read_numbers(250);
  ASSERT_GE(viewer.numbers().size(), 250u) << "closed with " << viewer.close_code();
  VerifiedClient resumed(server.port());
  resumed.expect<Hello>();
  resumed.send(R"({"type":"resume","next":250,"token":")" + viewer.started()->token + "\"}");
  resumed.read_numbers(250);
  EXPECT_GE(resumed.numbers().size(), 250u) << "closed with " << resumed.close_code();
}

TEST(VerifiedStream, TakesAMinThatEqualsTheMax) {
  const Server server({"--interval-ms", "10", "--count", "5"});  // from 0 to 100
  for (const auto& [bounds, only] : {std::pair{R"("min":100)", 100}, std::pair{R"("max":0)", 0},
                                     std::pair{R"("min":-2147483648,"max":-2147483648)", INT32_MIN},
                                     std::pair{R"("min":2147483647,"max":2147483647)", INT32_MAX}}) {
    VerifiedClient viewer(server.port());
    viewer.expect<Hello>();
    viewer.send(R"({"type":"start","client_seed":"x",)" + std::string(bounds) + "}");
    viewer.read_to_the_end();
    EXPECT_EQ(viewer.numbers(), std::vector<std::int32_t>(5, only)) << bounds;
  }
}

TEST(VerifiedStream, AViewerThatReadsLateGetsWhatItMissedInRuns) {
  const Server server(
      {"--interval-ms", "10", "--count", "100000", "--threads", "1", "--client-messages-per-second", "1000000"});
  RawConnection late(server.port(), "127.0.0.1", 4096);
  late.send(upgrade_request(kTarget));
  late.receive_response();
  late.receive_frame();
  late.send(client_frame(0x81, R"({"type":"start","client_seed":"x"})"));
  late.flood(client_frame(0x89, std::string(125, 'x')));  // its pongs fill what lies between
  VerifiedClient other(server.port());
  other.expect<Hello>();
  other.send(R"({"type":"start","client_seed":"y"})");
  other.read_numbers(30);

  std::uint32_t next = 0;
  const LoopDeadline deadline;
  for (bool caught_up = false; !caught_up;) {
    deadline.check("a run of more than ten numbers");
    const Frame frame = late.receive_frame();
    if (frame.first_byte != 0x81) continue;  // a pong
    const auto message = decode_server_message(frame.payload);
    ASSERT_TRUE(message) << frame.payload;
    if (const auto* number = std::get_if<Number>(&*message)) {
      ASSERT_EQ(number->seq, next++);
    } else if (const auto* run = std::get_if<Numbers>(&*message)) {
      ASSERT_EQ(run->seq, next);
      next += static_cast<std::uint32_t>(run->messages.size());
      caught_up = run->messages.size() > 10;
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
