// What JetStream writes, and what a stream's log is called.
#include "backend/channel/nats_texts.hpp"

#include <gtest/gtest.h>

#include "backend/channel/nats_sample.hpp"
#include "backend/channel/nats_stream.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

TEST(NatsTexts, AReplySubjectSaysWhereAMessageComesFrom) {
  const NatsPlace place{.position = 4'711, .delivery = 12, .stored_ns = 1'764'000'000'123'456'789, .pending = 3};
  EXPECT_EQ(nats_place_in("$JS.ACK.simplewebsocket_temperature.Yx7.1.4711.12.1764000000123456789.3"), place);
  EXPECT_EQ(nats_place_in("$JS.ACK.hub.ACCOUNT.simplewebsocket_temperature.Yx7.1.4711.12.1764000000123456789.3"),
            place);
  EXPECT_EQ(nats_place_in("$JS.ACK._.ACCOUNT.simplewebsocket_temperature.Yx7.1.4711.12.1764000000123456789.3.aB9"),
            place);
}

TEST(NatsTexts, AnotherReplySubjectIsNone) {
  for (const char* reply :
       {"", "_INBOX.a.b", "$JS.ACK.s.c.1.2.3.4", "$JS.ACK.s.c.1.x.3.4.5", "$JS.ACK.s.c.1.0.3.4.5",
        "$JS.ACK.s.c.1.-2.3.4.5", "$JS.API.s.c.1.2.3.4.5", "$JS.ACK.s.c.1.2.3.4.5.6"}) {
    EXPECT_EQ(nats_place_in(reply), std::nullopt) << reply;
  }
}

TEST(NatsTexts, AnAnswerHasThePositionOrSaysWhyTheMessageWasNotStored) {
  const auto error = [](std::string_view answer) {
    const auto position = nats_position_in(answer);
    return position ? std::to_string(*position) : position.error();
  };
  EXPECT_EQ(error(R"({"stream":"simplewebsocket_temperature","seq":17})"), "17");
  EXPECT_EQ(error(R"({"stream":"simplewebsocket_temperature", "domain":"hub","seq":17,"duplicate": true})"), "17");
  EXPECT_EQ(error(R"({"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"},"seq":0})"),
            "JetStream refuses it: maximum messages exceeded");
  for (const char* answer : {"", "{}", "{\"seq\":0}", "seq"}) {
    EXPECT_EQ(error(answer), "the broker's answer is not one of JetStream") << answer;
  }
}

// python3 -c "import hashlib; print(hashlib.sha256(b'SimpleWebsocket/1 nats:simplewebsocket_temperature:'
// b'1764000000123456789').hexdigest()[:32])"
TEST(NatsTexts, AStreamsLogHasAnIdThatEveryNodeComputes) {
  EXPECT_EQ(to_hex(nats_log_id(nats_stream_of("temperature"), 1'764'000'000'123'456'789)),
            "7dc60258807f97be0cd368e2ba3cd42d");
}

TEST(NatsTexts, AMessageIsOneSample) {
  EXPECT_EQ(*nats_sample("21.5", 1'764'000'000'123'999'999), (Sample{21.5, 1'764'000'000'123}));
  EXPECT_EQ(*nats_sample("21.5\n", 0), (Sample{21.5, 0}));
  EXPECT_EQ(*nats_sample(R"({"value":21.5,"at_ms":7})", 1), (Sample{21.5, 7}));
  for (const char* payload : {"", "\n", "warm", "1,5", "[1]", "1\n2"})
    EXPECT_FALSE(nats_sample(payload, 0)) << payload;
  const Sample sample{-1e-9, 1'764'000'000'123};
  EXPECT_EQ(nats_payload(sample), R"({"value":-1e-9,"at_ms":1764000000123})");
  EXPECT_EQ(*nats_sample(nats_payload(sample), 0), sample);
}

}  // namespace
}  // namespace sws
