// What the log says of streams, so that an operator can tell why a viewer was cut off.
#include <gtest/gtest.h>
#include <signal.h>

#include <regex>

#include "shared/hex.hpp"
#include "tests/integration/event_client.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

// A server whose log the test reads, and which counts numbers slowly unless the viewer wishes otherwise.
class LogOfStreams : public testing::Test {
 protected:
  void start(const Arguments& more = {}) {
    Arguments arguments = {"--threads", "1", "--interval-ms", "3600000"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server_.emplace(arguments, Environment(), Inheritance{.standard_error = log_.write_end()});
  }

  std::uint16_t port() const { return server_->port(); }
  std::string closed() { return log_.wait_for("event=stream_closed "); }

  static bool matches(const std::string& line, const std::string& expression) {
    return std::regex_search(line, std::regex(expression));
  }

  LogPipe log_;
  std::optional<Server> server_;
};

TEST_F(LogOfStreams, NamesEachStreamOfProtocol1WhenItOpensResumesAndCloses) {
  start();
  VerifiedClient first(port(), "&count=200");
  first.start(R"("interval_ms":10)");
  const std::string id = to_hex(first.stream().offer()->stream);
  const std::string names = " channel=\"some_url\" protocol=\"verified\" stream=\"" + id + "\"";
  EXPECT_TRUE(log_.wait_for("event=stream_opened").ends_with(" info event=stream_opened" + names));
  first.read_numbers(3);
  first.close(1001);
  std::string line = closed();
  EXPECT_TRUE(matches(line, names + " code=1001 reason=\"viewer_left\" numbers=\\d+ seconds=\\d+$")) << line;
  VerifiedClient second(port(), "&resume", first.stream());
  const std::size_t next = second.numbers().size();
  ASSERT_TRUE(second.resume());
  line = log_.wait_for("event=stream_resumed");
  EXPECT_TRUE(line.ends_with(names + " next=" + std::to_string(next))) << line;
  second.read_to_the_end();
  line = closed();
  const std::string numbers = " numbers=" + std::to_string(200 - next) + " ";
  EXPECT_TRUE(matches(line, names + " code=1000 reason=\"ended\"" + numbers)) << line;
}

TEST_F(LogOfStreams, SaysWhyEachOneClosed) {
  start(
      {"--handshake-timeout", "1", "--message-bytes", "512", "--client-messages-per-second", "1", "--count", "1"});
  const auto expect_closed = [this](unsigned code, const std::string& reason) {
    const std::string line = closed();
    EXPECT_NE(line.find(" code=" + std::to_string(code) + " reason=\"" + reason + "\""), std::string::npos) << line;
  };
  VerifiedClient(port()).next_message();  // hello, and then the connection is gone
  expect_closed(1006, "connection_lost");
  VerifiedClient silent(port());
  silent.read_to_the_end();
  expect_closed(1008, "handshake_timeout");
  VerifiedClient wrong(port());
  wrong.send("nonsense");
  wrong.read_to_the_end();
  expect_closed(1002, "stream_error");
  RawConnection unmasked(port());
  unmasked.send(upgrade_request("/ws/some_url/?protocol=1"));
  unmasked.receive_response();
  unmasked.send("\x81\x01x");
  EXPECT_EQ(unmasked.receive_close_code(), 1002u);
  unmasked.receive_rest();
  expect_closed(1002, "protocol_violation");
  RawConnection loud(port());
  loud.send(upgrade_request("/ws/some_url/?protocol=1"));
  loud.receive_response();
  for (int i = 0; i < 5; ++i) loud.send(client_frame(0x89, "ping"));
  EXPECT_EQ(loud.receive_close_code(), 1008u);
  expect_closed(1008, "too_many_messages");
}

TEST_F(LogOfStreams, HasPlainStreamsAndEventsAndSaysThatTheServerStops) {
  start({"--drain-period", "0"});
  StreamClient plain(port());
  plain.next_number();
  EXPECT_TRUE(log_.wait_for("event=stream_opened").ends_with(" channel=\"some_url\" protocol=\"plain\""));
  EventClient events(port());
  events.next();
  const std::string opened = log_.wait_for("event=stream_opened");
  EXPECT_TRUE(matches(opened, " channel=\"some_url\" protocol=\"events\" stream=\"[0-9a-f]{32}\"$")) << opened;
  server_->process().signal(SIGTERM);
  EXPECT_TRUE(log_.wait_for("event=draining").ends_with(" viewers=2"));
  plain.rest_of_numbers();
  events.rest();
  for (int i = 0; i < 2; ++i) {
    const std::string line = closed();
    EXPECT_TRUE(matches(line, " code=1001 reason=\"server_stops\" numbers=1 seconds=\\d+$")) << line;
  }
  EXPECT_TRUE(matches(log_.wait_for("event=drained"), " seconds=\\d+$"));
}

constexpr int kCrowd = 60;

std::ptrdiff_t opened_in(const std::string& log) {
  std::ptrdiff_t lines = 0;
  for (std::size_t at = 0; (at = log.find("event=stream_opened ", at)) != std::string::npos; ++at) ++lines;
  return lines;
}

TEST(LogOfManyStreams, IsCutUnlessAllAreAskedForAndCanBeOff) {
  const auto log_of_a_crowd = [](const char* wanted) {
    Server server(
        {"--log-streams", wanted, "--admin", "127.0.0.1:0", "--interval-ms", "3600000", "--drain-period", "0"});
    std::vector<std::unique_ptr<StreamClient>> crowd;
    for (int i = 0; i < kCrowd; ++i) crowd.push_back(std::make_unique<StreamClient>(server.port()));
    for (const auto& viewer : crowd) viewer->next_number();
    // Nobody misses a line that was not wanted, so that no alert fires.
    EXPECT_EQ(Metrics::of(server.admin_port()).value("simplewebsocket_log_lines_suppressed_total"), 0);
    server.process().signal(SIGTERM);
    for (const auto& viewer : crowd) viewer->rest_of_numbers();
    return server.process().log_to_the_end();
  };
  const std::string all = log_of_a_crowd("all");
  EXPECT_EQ(opened_in(all), kCrowd) << all;
  EXPECT_EQ(all.find("event=suppressed"), std::string::npos) << all;
  const std::string off = log_of_a_crowd("off");
  EXPECT_EQ(off.find("event=stream_"), std::string::npos) << off;
  const std::string some = log_of_a_crowd("some");
  EXPECT_GE(opened_in(some), 20) << some;
  EXPECT_LT(opened_in(some), kCrowd) << some;
  EXPECT_NE(some.find("event=suppressed of=\"stream_opened\" lines="), std::string::npos) << some;
}

}  // namespace
}  // namespace sws
