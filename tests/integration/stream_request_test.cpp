// What the address of a stream asks for beside the protocol: `count` and `resume`.
#include <gtest/gtest.h>

#include "shared/codec.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

std::string target_with(std::string_view query) {
  return "/ws/some_url/?" + std::string(query);
}

Response answer_to(const Server& server, std::string_view query, std::string_view source = "") {
  RawConnection viewer(server.port(), "127.0.0.1", 0, source);
  viewer.send(upgrade_request(target_with(query)));
  return viewer.receive_response();
}

TEST(CountInTheAddress, ThatIsNotAllowedIsRefusedByNameAndValue) {
  const Server server;
  for (const std::string value : {"0", "1000001", "-1", "1e3", "", "+1", "1.0", "x", "4294967297",
                                  "18446744073709551617", "99999999999999999999999999"}) {
    const Response refused = answer_to(server, "protocol=1&count=" + value);
    EXPECT_EQ(refused.result_int(), 400u) << value;
    EXPECT_NE(refused.body().find("\"" + value.substr(0, 20)), std::string::npos) << refused.body();
    EXPECT_NE(refused.body().find("count"), std::string::npos) << refused.body();
    EXPECT_NE(refused.body().find("1 to 1000000"), std::string::npos) << refused.body();
  }
}

TEST(CountInTheAddress, ThatComesTwiceIsRefused) {
  const Server server;
  for (const char* query : {"protocol=1&count=5&count=6", "count=5&protocol=1&count=5"}) {
    const Response refused = answer_to(server, query);
    EXPECT_EQ(refused.result_int(), 400u) << query;
    EXPECT_NE(refused.body().find("count"), std::string::npos) << refused.body();
  }
}

TEST(CountInTheAddress, MayBeAnythingFromOneToAMillionAndStandAnywhere) {
  const Server server;
  for (const auto& [query, count] : {std::pair{"protocol=1&count=1", 1u},
                                     {"count=1000000&protocol=1", 1'000'000u},
                                     {"room=7&count=4096&x&protocol=1&counter=9", 4'096u},
                                     {"protocol=1&acount=3", 1'000u}}) {
    RawConnection viewer(server.port());
    viewer.send(upgrade_request(target_with(query)));
    ASSERT_EQ(viewer.receive_response().result_int(), 101u) << query;
    const auto hello = decode_server_message(viewer.receive_frame().payload);
    ASSERT_TRUE(hello) << query;
    EXPECT_EQ(std::get<Hello>(*hello).offer->count, count) << query;
  }
}

TEST(ResumeInTheAddress, GetsAHelloWithoutAnOffer) {
  const Server server;
  for (const char* query : {"protocol=1&resume", "resume&protocol=1", "protocol=1&x&resume"}) {
    RawConnection viewer(server.port());
    viewer.send(upgrade_request(target_with(query)));
    ASSERT_EQ(viewer.receive_response().result_int(), 101u) << query;
    EXPECT_EQ(viewer.receive_frame().payload,
              R"({"type":"hello","protocol":1,)"
              R"("limits":{"min_interval_ms":10,"max_interval_ms":3600000,"max_count":1000000}})")
        << query;
  }
}

TEST(ThePlainProtocol, IgnoresBoth) {
  const Server server({"--count", "2", "--interval-ms", "10"});
  for (const char* query : {"count=7", "count=0", "count=x&count=", "resume", "count=3&resume"}) {
    EXPECT_EQ(StreamClient(server.port(), target_with(query)).rest_of_numbers().size(), 2u) << query;
  }
}

// How many handshakes in a row an address gets through before it is told to wait, up to 40.
int admitted(const Server& server, std::string_view query, std::string_view source) {
  for (int count = 0; count < 40; ++count) {
    const Response answer = answer_to(server, query, source);
    if (answer.result_int() == 101u) continue;
    EXPECT_EQ(answer.result_int(), 429u);
    EXPECT_FALSE(answer["Retry-After"].empty());
    return count;
  }
  return 40;
}

// A commitment to 4,096 numbers counts as five connections, because the server derives 5,000 hashes for it.
TEST(ACommitment, CountsTheMoreTheMoreNumbersItHas) {
  const Server server({"--max-connects-per-second", "5", "--admin", "127.0.0.1:0"});
  const int of_4096 = admitted(server, "protocol=1&count=4096", "127.0.0.2");
  EXPECT_GE(of_4096, 1);
  EXPECT_LT(of_4096, 5);
  const std::string metrics = get(server.admin_port(), "/metrics").body();
  EXPECT_NE(metrics.find("simplewebsocket_refusals_total{reason=\"too_many_connects_of_address\"} 1\n"),
            std::string::npos);
  EXPECT_GE(admitted(server, "protocol=1&count=1023", "127.0.0.3"), 5);
  EXPECT_GE(admitted(server, "protocol=1&count=4097", "127.0.0.4"), 5);  // is not proven number by number
  EXPECT_GE(admitted(server, "protocol=1&count=1000000", "127.0.0.5"), 5);
  EXPECT_GE(admitted(server, "protocol=1&count=4096&resume", "127.0.0.6"), 5);
  EXPECT_GE(admitted(server, "count=4096", "127.0.0.7"), 5);  // the plain protocol
}

TEST(ACommitment, OfALoopbackViewerIsNotLimited) {
  const Server server;
  for (int i = 0; i < 200; ++i) ASSERT_EQ(answer_to(server, "protocol=1&count=4096").result_int(), 101u);
}

}  // namespace
}  // namespace sws
