// The pings of --ping-interval.
#include <gtest/gtest.h>

#include "backend/connection/stream_connection.hpp"
#include "backend/websocket/frame.hpp"
#include "tests/backend/websocket/websocket_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

const std::string kPingOfServer(kPingFrame.begin(), kPingFrame.end());

class WebSocketPing : public WebSocketFixture {
 protected:
  // Checks the connection as often as it asks for, over `time`, and returns when the peer heard a ping.
  std::vector<std::chrono::milliseconds> pings_in(std::chrono::milliseconds time) {
    std::vector<std::chrono::milliseconds> pings;
    const auto period = StreamConnection::check_period(settings_);
    for (auto passed = period; passed <= time; passed += period) {
      clock_.advance(period);
      connection().check(clock_.steady());
      if (heard() == kPingOfServer) pings.push_back(passed);
    }
    return pings;
  }
};

TEST_F(WebSocketPing, IsNotSentUnlessItIsAskedFor) {
  open();
  EXPECT_TRUE(pings_in(1h).empty());
}

TEST_F(WebSocketPing, KeepsTheSilenceWithinTheInterval) {
  for (const auto interval : {1s, 2s, 5s, 12s, 20s, 50s, 3'600s}) {
    settings_.ping_interval = interval;
    open();
    outlet().send_surely(text_frame("the last message for a long time"));
    heard();
    std::chrono::milliseconds last{0};
    const auto pings = pings_in(10 * interval);
    ASSERT_GE(pings.size(), 9u) << interval.count();
    for (const auto ping : pings) {
      EXPECT_LE(ping - last, interval);
      last = ping;
    }
  }
}

TEST_F(WebSocketPing, IsNotSentWhileMessagesAre) {
  settings_.ping_interval = 20s;
  open();
  const auto period = StreamConnection::check_period(settings_);
  for (int i = 0; i < 100; ++i) {
    clock_.advance(period);
    outlet().send(text_frame("number"));
    EXPECT_EQ(heard(), text_frame("number"));
    connection().check(clock_.steady());
    EXPECT_EQ(heard(), "");
  }
}

TEST_F(WebSocketPing, IsNotQueuedForAPeerThatDoesNotRead) {
  settings_.ping_interval = 2s;
  open();
  const std::string taken = fill();
  for (int i = 0; i < 10; ++i) {
    clock_.advance(1s);
    connection().check(clock_.steady());
  }
  EXPECT_EQ(heard(), taken);
}

TEST_F(WebSocketPing, IsNotSentBehindACloseFrame) {
  settings_.ping_interval = 2s;
  open();
  outlet().close(CloseCode::normal);
  EXPECT_EQ(heard(), close_of(1000));
  clock_.advance(10s);
  connection().check(clock_.steady());
  EXPECT_EQ(heard(), "");
}

TEST(CheckPeriod, IsAQuarterOfAShortPingIntervalAndNeverLong) {
  Settings settings;
  EXPECT_EQ(StreamConnection::check_period(settings), 6s);
  settings.ping_interval = 1s;
  EXPECT_EQ(StreamConnection::check_period(settings), 250ms);
  settings.ping_interval = 3'600s;
  EXPECT_EQ(StreamConnection::check_period(settings), 6s);
}

}  // namespace
}  // namespace sws
