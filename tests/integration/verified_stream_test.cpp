// Protocol 1 on the wire of the real server: every message it sends, every error, and who may say what when.
#include <gtest/gtest.h>
#include <signal.h>

#include <set>
#include <variant>

#include "shared/codec.hpp"
#include "shared/error_code.hpp"
#include "shared/proof.hpp"
#include "shared/sha256.hpp"
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

// Expects an error with this code, then the close that belongs to it.
void expect_refusal(VerifiedClient& viewer, const ErrorCode& code, std::string_view detail) {
  const auto error = viewer.expect<ErrorMessage>();
  EXPECT_EQ(error.code, code.name);
  EXPECT_NE(error.detail.find(detail), std::string::npos) << error.detail;
  EXPECT_FALSE(viewer.next_message());
  EXPECT_EQ(viewer.close_code(), static_cast<std::uint16_t>(code.close_code));
  EXPECT_TRUE(viewer.numbers().empty());
}

std::string token_of_a_new_stream(const Server& server, std::string_view more = "") {
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"seed")" + std::string(more) + "}");
  return viewer.expect<Started>().token;
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
  while (viewer.next_message()) {
  }
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
  while (viewer.next_message()) {
  }
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
  while (viewer.next_message()) {
  }
  EXPECT_EQ(viewer.close_code(), 1001);
  EXPECT_FALSE(viewer.end());
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST(VerifiedStream, ClosesWhoeverSaysNothingWithinTheHandshakeTimeout) {
  const Server server({"--handshake-timeout", "1"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  expect_refusal(viewer, kHandshakeTimeout, "within 1 seconds");
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
  for (bool caught_up = false; !caught_up;) {
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

struct Refused {
  const char* name;
  std::string text;
  ErrorCode code;
  std::string detail;
};

class WhatAClientMayNotSay : public testing::TestWithParam<Refused> {};

TEST_P(WhatAClientMayNotSay, IsRefusedByNameAndNoNumberComes) {
  const Server server;
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(GetParam().text);
  expect_refusal(viewer, GetParam().code, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(
    BeforeAStream, WhatAClientMayNotSay,
    testing::Values(
        Refused{"NoJson", "hello", kMalformedMessage, "not JSON"},
        Refused{"NoObject", "[1]", kMalformedMessage, "an object is expected"},
        Refused{"NoType", "{}", kMalformedMessage, "\"type\" is missing"},
        Refused{"UnknownType", R"({"type":"dance"})", kMalformedMessage, "start, resume and stop"},
        Refused{"StopOfNothing", R"({"type":"stop"})", kMalformedMessage, "no stream runs"},
        Refused{"StartWithoutSeed", R"({"type":"start"})", kMalformedMessage, "\"client_seed\" is missing"},
        Refused{"EmptySeed", R"({"type":"start","client_seed":""})", kValueNotAllowed, "1 to 64 characters"},
        Refused{"SeedOf65", R"({"type":"start","client_seed":")" + std::string(65, 'a') + "\"}", kValueNotAllowed,
                "1 to 64 characters"},
        Refused{"SeedWithColon", R"({"type":"start","client_seed":"a:b"})", kValueNotAllowed, "1 to 64 characters"},
        Refused{"SeedOfAnotherType", R"({"type":"start","client_seed":5})", kMalformedMessage,
                "a string is expected"},
        Refused{"MinAboveMax", R"({"type":"start","client_seed":"a","min":2,"max":1})", kValueNotAllowed,
                "above \"max\""},
        Refused{"MinAboveTheServersMax", R"({"type":"start","client_seed":"a","min":101})", kValueNotAllowed,
                "above \"max\""},
        Refused{"MinBelowInt32", R"({"type":"start","client_seed":"a","min":-2147483649})", kValueNotAllowed,
                "\"min\" is -2147483649"},
        Refused{"IntervalTooShort", R"({"type":"start","client_seed":"a","interval_ms":9})", kValueNotAllowed,
                "from 10 to 3600000"},
        Refused{"IntervalTooLong", R"({"type":"start","client_seed":"a","interval_ms":3600001})", kValueNotAllowed,
                "from 10 to 3600000"},
        Refused{"CountOfNone", R"({"type":"start","client_seed":"a","count":0})", kValueNotAllowed,
                "from 1 to 1000000"},
        Refused{"CountTooLarge", R"({"type":"start","client_seed":"a","count":1000001})", kValueNotAllowed,
                "from 1 to 1000000"},
        Refused{"CountOfAHalf", R"({"type":"start","client_seed":"a","count":0.5})", kValueNotAllowed,
                "\"count\" is 0.5"},
        Refused{"ResumeWithoutToken", R"({"type":"resume","next":0})", kMalformedMessage, "\"token\" is missing"},
        Refused{"ResumeOfNonsense", R"({"type":"resume","token":"abc","next":0})", kBadToken, "not a token"},
        Refused{"ResumeOfNothing", R"({"type":"resume","token":"","next":0})", kBadToken, "not a token"},
        Refused{"NextBelowZero", R"({"type":"resume","token":"abc","next":-1})", kValueNotAllowed,
                "\"next\" is -1"}),
    [](const auto& refused) { return refused.param.name; });

TEST(WhatAClientMayNotSay, Binary) {
  const Server server;
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send_binary(R"({"type":"start","client_seed":"a"})");
  expect_refusal(viewer, kMalformedMessage, "binary");
}

TEST(WhatAClientMayNotSay, ASecondStart) {
  const Server server({"--interval-ms", "3600000"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"a"})");
  viewer.expect<Started>();
  viewer.expect<Number>();
  viewer.send(R"({"type":"start","client_seed":"a"})");
  EXPECT_EQ(viewer.expect<ErrorMessage>().code, kMalformedMessage.name);
  EXPECT_FALSE(viewer.next_message());
  EXPECT_EQ(viewer.close_code(), 1002);
}

TEST(WhatAClientMayNotSay, ANextBeyondTheEnd) {
  const Server server({"--interval-ms", "3600000"});
  const std::string token = token_of_a_new_stream(server, R"(,"count":5)");
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"resume","next":6,"token":")" + token + "\"}");
  expect_refusal(viewer, kValueNotAllowed, "\"next\" is 6: an integer from 0 to 5");
}

}  // namespace
}  // namespace sws
