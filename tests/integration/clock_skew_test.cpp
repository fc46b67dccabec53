// Servers of one cluster whose wall clocks differ (fault/stepped_clock.cpp): no server sends a number before it is
// due by its own clock, and a viewer who moves between them loses none.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "shared/codec.hpp"
#include "tests/integration/deadline.hpp"
#include "tests/integration/event_client.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"
#include "tests/integration/watched_stream.hpp"
#include "tests/integration/websocket_client.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
using Seconds = std::chrono::seconds;

// A server whose clock is ahead by so much, or behind.
class Node {
 public:
  Node(const SecretFile& secret, Seconds ahead)
      : offset_(std::string(reinterpret_cast<const char*>(&ahead), sizeof(std::int64_t))),
        server_({"--secret-file", secret.path(), "--channel", "dice=shared", "--interval-ms", "100", "--count",
                 "1000", "--admin", "127.0.0.1:0"},
                {{"LD_PRELOAD", STEPPED_CLOCK_LIBRARY},
                 {"STEPPED_CLOCK", offset_.path()},
                 {"ASAN_OPTIONS", "verify_asan_link_order=0"}}) {}

  std::uint16_t port() const { return server_.port(); }
  double skews() const { return Metrics::of(server_.admin_port()).value("simplewebsocket_clock_skew_total"); }
  std::string log() { return server_.process().log_to_the_end(); }

 private:
  SecretFile offset_;
  Server server_;
};

// A viewer who goes on with a stream and takes what comes, be it early or not.
class Visit : public WebSocketClient {
 public:
  Visit(const Node& node, WatchedStream& stream)
      : WebSocketClient(node.port(), "/ws/some_url/?protocol=1&resume"), stream_(stream) {
    next();
    send(resume_message(stream.token(), stream.numbers().size()));
    const ServerMessage answer = next();
    if (const auto* error = std::get_if<ErrorMessage>(&answer)) error_ = error->code;
  }

  // The code with which the server sends the viewer away, or "".
  const std::string& error() const { return error_; }

  void read_numbers(std::size_t count) {
    const LoopDeadline deadline;
    for (const std::size_t wanted = stream_.numbers().size() + count; stream_.numbers().size() < wanted;) {
      deadline.check("numbers");
      next();
    }
  }

  // By how much the newest number came before it was due by the right clock.
  std::chrono::milliseconds early() const {
    const Started& started = *stream_.started();
    const auto last = static_cast<std::int64_t>(stream_.numbers().size()) - 1;
    const std::chrono::milliseconds due(started.start_ms + last * started.parameters.interval_ms);
    return std::chrono::floor<std::chrono::milliseconds>(due - std::chrono::system_clock::now().time_since_epoch());
  }

 private:
  ServerMessage next() {
    std::string problem;
    const auto text = receive(problem);
    if (!text) throw std::runtime_error("the connection ended: " + problem);
    auto message = decode_server_message(*text);
    if (!message) throw std::runtime_error(message.error().message + ": " + *text);
    stream_.take(*message);
    return *std::move(message);
  }

  WatchedStream& stream_;
  std::string error_;
};

class ClockSkewTest : public testing::Test {
 protected:
  WatchedStream begun() const {
    VerifiedClient viewer(right_.port());
    viewer.start();
    viewer.read_numbers(3);
    return viewer.stream();
  }
  // The viewer tries again until the server takes it, and goes on without a gap.
  void expect_goes_on(const Node& node, WatchedStream& stream) const {
    for (const LoopDeadline deadline;;) {
      deadline.check("the time of the numbers that came early");
      Visit visit(node, stream);
      if (visit.error() == "clock_skew") continue;
      ASSERT_EQ(visit.error(), "");
      visit.read_numbers(3);
      EXPECT_LE(visit.early(), 0ms);
      return;
    }
  }

  SecretFile secret_;
  Node right_{secret_, 0s};
};

TEST_F(ClockSkewTest, AServerThatIsBehindSendsNothingEarlyAndTheViewerLosesNothing) {
  for (const Seconds behind : {600s, 7'200s}) {
    SCOPED_TRACE(behind.count());
    Node wrong(secret_, -behind);
    WatchedStream stream = begun();
    EXPECT_EQ(Visit(wrong, stream).error(), "clock_skew");
    EXPECT_EQ(wrong.skews(), 1);
    expect_goes_on(right_, stream);
    const std::string log = wrong.log();
    EXPECT_NE(log.find("event=clock_skew behind_ms="), std::string::npos) << log;
  }
  EXPECT_EQ(right_.skews(), 0);
}

TEST_F(ClockSkewTest, AtAServerThatIsBehindALittleTheViewerGoesOnOnceTheNumbersAreDueThere) {
  for (const Seconds behind : {1s, 3s}) {
    const Node wrong(secret_, -behind);
    WatchedStream stream = begun();
    expect_goes_on(wrong, stream);
    EXPECT_LE(Visit(wrong, stream).early(), -behind);
  }
}

TEST_F(ClockSkewTest, FromAServerThatIsAheadTheViewerComesBackWithoutALoss) {
  const Node wrong(secret_, 3s);
  WatchedStream stream = begun();
  {
    Visit visit(wrong, stream);
    ASSERT_EQ(visit.error(), "");
    visit.read_numbers(40);
    EXPECT_GT(visit.early(), 0ms);
    EXPECT_EQ(wrong.skews(), 0);
  }
  expect_goes_on(right_, stream);
}

TEST_F(ClockSkewTest, FromAServerThatIsFarAheadTheViewerKeepsAWholeStream) {
  const Node wrong(secret_, 600s);
  WatchedStream stream = begun();
  Visit visit(wrong, stream);
  visit.read_numbers(1'000 - stream.numbers().size());
  EXPECT_GT(visit.early(), 0ms);
  EXPECT_EQ(Visit(right_, stream).error(), "clock_skew");
  EXPECT_EQ(right_.skews(), 1);
}

TEST_F(ClockSkewTest, AStreamThatHasExpiredForOneServerGoesOnAtAnother) {
  const Node wrong(secret_, 7'200s);
  WatchedStream stream = begun();
  EXPECT_EQ(Visit(wrong, stream).error(), "expired_token");
  expect_goes_on(right_, stream);
}

TEST_F(ClockSkewTest, ViewersOfEventsComeBackWithTheirId) {
  const Node wrong(secret_, -600s);
  for (const std::string path : {"/events/some_url/", "/events/dice/"}) {
    std::string id;
    {
      EventClient viewer(right_.port(), path);
      for (int i = 0; i < 3; ++i) id = viewer.next().id;
    }
    const std::string field = "Last-Event-ID: " + id + "\r\n";
    EventClient sent_away(wrong.port(), path, field);
    EXPECT_EQ(sent_away.status(), 200U) << "after an error an EventSource would not come back";
    const auto events = sent_away.rest();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].name, "clock_skew");
    EXPECT_EQ(events[0].id, id);
    EXPECT_NE(sent_away.retry(), "");
    EventClient back(right_.port(), path, field);
    const Event next = back.next();
    EXPECT_EQ(next.name, "") << next.data;
    const auto place = [](const std::string& of) { return std::stoull(of.substr(of.rfind('.') + 1)); };
    EXPECT_EQ(place(next.id), place(id) + 1);
  }
  EXPECT_EQ(wrong.skews(), 2);
}

}  // namespace
}  // namespace sws
