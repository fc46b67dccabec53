// Each error of protocol 1, from the real server: the message that causes it, its code, and the close behind it.
#include <gtest/gtest.h>

#include "shared/codec.hpp"
#include "shared/error_code.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

// Expects an error with this code, then the close that belongs to it.
void expect_refusal(VerifiedClient& viewer, const ErrorCode& code, std::string_view detail) {
  const auto error = viewer.expect<ErrorMessage>();
  EXPECT_EQ(error.code, code.name);
  EXPECT_NE(error.detail.find(detail), std::string::npos) << error.detail;
  EXPECT_FALSE(viewer.next_message());
  EXPECT_EQ(viewer.close_code(), static_cast<std::uint16_t>(code.close_code));
  EXPECT_TRUE(viewer.numbers().empty());
}

TEST(RefusedMessage, NoMessageWithinTheHandshakeTimeout) {
  const Server server({"--handshake-timeout", "1"});
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  expect_refusal(viewer, kHandshakeTimeout, "within 1 seconds");
}

struct Refused {
  const char* name;
  std::string text;
  ErrorCode code;
  std::string detail;
};

class RefusedMessage : public testing::TestWithParam<Refused> {};

TEST_P(RefusedMessage, IsRefusedByNameAndNoNumberComes) {
  const Server server;
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(GetParam().text);
  expect_refusal(viewer, GetParam().code, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(
    BeforeAStream, RefusedMessage,
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
        Refused{"ResumeWithoutToken", R"({"type":"resume","next":0})", kMalformedMessage, "\"token\" is missing"},
        Refused{"ResumeOfNonsense", R"({"type":"resume","token":"abc","next":0})", kBadToken, "not a token"},
        Refused{"ResumeOfNothing", R"({"type":"resume","token":"","next":0})", kBadToken, "not a token"},
        Refused{"NextBelowZero", R"({"type":"resume","token":"abc","next":-1})", kValueNotAllowed,
                "\"next\" is -1"}),
    [](const auto& refused) { return refused.param.name; });

TEST(RefusedMessage, Binary) {
  const Server server;
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send_binary(R"({"type":"start","client_seed":"a"})");
  expect_refusal(viewer, kMalformedMessage, "binary");
}

TEST(RefusedMessage, ASecondStart) {
  const Server server({"--interval-ms", "3600000"});
  VerifiedClient viewer(server.port());
  viewer.start();
  viewer.expect<Number>();
  viewer.send(R"({"type":"start","client_seed":"a"})");
  EXPECT_EQ(viewer.expect<ErrorMessage>().code, kMalformedMessage.name);
  EXPECT_FALSE(viewer.next_message());
  EXPECT_EQ(viewer.close_code(), 1002);
}

TEST(RefusedMessage, AStartByAViewerThatSaidItOnlyResumes) {
  const Server server;
  VerifiedClient viewer(server.port(), "&resume");
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"a"})");
  expect_refusal(viewer, kMalformedMessage, "resume");
}

TEST(RefusedMessage, ANextBeyondTheEnd) {
  const Server server({"--interval-ms", "3600000"});
  VerifiedClient first(server.port(), "&count=5");
  const std::string token = first.start().token;
  VerifiedClient viewer(server.port(), "&resume");
  viewer.expect<Hello>();
  viewer.send(resume_message(token, 6));
  expect_refusal(viewer, kValueNotAllowed, "\"next\" is 6: an integer from 0 to 5");
}

}  // namespace
}  // namespace sws
