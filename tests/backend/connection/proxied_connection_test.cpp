// When a connection of a proxy is handed on and when it ends; the time moves only when the test moves it.
#include "backend/connection/proxied_connection.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "tests/backend/loop/manual_ticker.hpp"
#include "tests/backend/net/socket_pair_peer.hpp"
#include "tests/support/proxy_header_text.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// Takes over the socket.
class Successor final : public Connection {
 public:
  Successor(ConnectionSet& owner, Ticker& ticker, ProxiedSocket proxied, bool& drained)
      : Connection(owner, ticker, std::move(proxied.slot)), drained_(drained), stream_(std::move(proxied.socket)) {}

  void start() override {}
  void drain() override { drained_ = true; }

 private:
  void close_socket() override { stream_.close(); }
  void reset_socket() override { stream_.reset(); }

  bool& drained_;
  ByteStream stream_;
};

class ProxiedConnectionTest : public testing::Test {
 protected:
  void connect() {
    const IpAddress proxy = boost::asio::ip::make_address("10.0.0.1");
    ProxiedSocket accepted{peer_.take_server_end(context_), proxy, *admission_.admit()};
    connections_.adopt(std::make_unique<ProxiedConnection>(
        connections_, ticker_, std::move(accepted), 10s, [this](ProxiedSocket proxied) -> Connection* {
          client_ = proxied.peer.to_string();
          if (!takes_) return nullptr;
          return &connections_.adopt(
              std::make_unique<Successor>(connections_, ticker_, std::move(proxied), drained_));
        }));
    pass(0s);
  }

  void say(std::string_view bytes) {
    peer_.say(bytes);
    pass(0s);
  }

  void pass(std::chrono::milliseconds time) {
    ticker_.advance(time);
    context_.restart();
    context_.poll();
  }

  void drain() { connections_.drain_some(connections_.size()); }

  std::uint64_t refusals() const {
    return metrics_.refusals[static_cast<std::size_t>(Reason::bad_proxy_header)].value();
  }
  bool has_place() { return static_cast<bool>(admission_.admit()); }

  boost::asio::io_context context_;
  ManualClock clock_;
  FrameSender sender_;
  ManualTicker ticker_{clock_, sender_};
  Metrics metrics_;
  Admission admission_{AdmissionLimits{.connections = 1, .remote = {}, .loopback = {}}};
  SocketPairPeer peer_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  std::string client_;
  bool takes_ = true;
  bool drained_ = false;
};

TEST_F(ProxiedConnectionTest, IsHandedOnWithItsPlaceWhenTheHeaderIsComplete) {
  connect();
  say(proxy_header_of("192.0.2.1").substr(0, 27));
  EXPECT_EQ(client_, "");
  say(proxy_header_of("192.0.2.1").substr(27));
  EXPECT_EQ(client_, "192.0.2.1");
  EXPECT_EQ(connections_.size(), 1u);
  EXPECT_FALSE(has_place());
  pass(1h);
  EXPECT_EQ(connections_.size(), 1u);
  EXPECT_EQ(refusals(), 0u);
}

TEST_F(ProxiedConnectionTest, HasTheProxysAddressIfTheProxySpeaksForItself) {
  connect();
  say(local_proxy_header());
  EXPECT_EQ(client_, "10.0.0.1");
}

TEST_F(ProxiedConnectionTest, EndsIfNobodyTakesTheSocket) {
  takes_ = false;
  connect();
  say(local_proxy_header());
  EXPECT_EQ(connections_.size(), 0u);
  EXPECT_TRUE(has_place());
}

TEST_F(ProxiedConnectionTest, WaitsForTheHeaderUpToItsDeadlineHoweverItTricklesIn) {
  connect();
  for (int i = 0; i < 9; ++i) {
    say(proxy_header_of("192.0.2.1").substr(static_cast<std::size_t>(i), 1));
    pass(1s);
  }
  EXPECT_EQ(connections_.size(), 1u);
  pass(3s);
  EXPECT_EQ(connections_.size(), 0u);
  EXPECT_EQ(refusals(), 1u);
}

TEST_F(ProxiedConnectionTest, WaitsForASecondOnceTheServerStops) {
  connect();
  drain();
  pass(900ms);
  EXPECT_EQ(connections_.size(), 1u);
  pass(1100ms);
  EXPECT_EQ(connections_.size(), 0u);
  EXPECT_EQ(refusals(), 0u);
}

TEST_F(ProxiedConnectionTest, TellsItsSuccessorThatTheServerStops) {
  connect();
  drain();
  say(local_proxy_header());
  EXPECT_TRUE(drained_);
}

TEST_F(ProxiedConnectionTest, EndsAtAWrongByte) {
  connect();
  say("G");
  EXPECT_EQ(connections_.size(), 0u);
  EXPECT_EQ(refusals(), 1u);
  EXPECT_TRUE(has_place());
}

}  // namespace
}  // namespace sws
