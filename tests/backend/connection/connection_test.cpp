#include "backend/connection/connection.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

constexpr std::size_t kTurns = 5;

class CheckedConnection final : public Connection {
 public:
  CheckedConnection(ConnectionSet& owner, Ticker& ticker, int& checks, bool is_dead)
      : Connection(owner, ticker, {}), checks_(checks), is_dead_(is_dead) {}

  void start() override {}
  void drain() override {}
  void check(SteadyTime) override {
    ++checks_;
    if (is_dead_) end();
  }
  void close_socket() override {}
  void reset_socket() override {}

 private:
  int& checks_;
  bool is_dead_;
};

class ConnectionSetTest : public ::testing::Test {
 protected:
  // Adds one connection for each entry of `checks`, which counts the checks of that connection.
  std::vector<Connection*> add(std::vector<int>& checks, bool dead) {
    std::vector<Connection*> added;
    for (int& count : checks) {
      auto connection = std::make_unique<CheckedConnection>(connections_, ticker_, count, dead);
      added.push_back(connection.get());
      connections_.adopt(std::move(connection));
    }
    return added;
  }

  boost::asio::io_context context_;
  ManualClock clock_;
  FrameSender sender_;
  ManualTicker ticker_{clock_, sender_};
  Metrics metrics_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
};

TEST_F(ConnectionSetTest, ChecksEachConnectionOnceInTheGivenTurns) {
  std::vector<int> checks(203);
  add(checks, false);
  for (std::size_t round = 1; round <= 3; ++round) {
    for (std::size_t turn = 0; turn < kTurns; ++turn) connections_.check_some(kTurns, {});
    EXPECT_EQ(checks, std::vector<int>(203, static_cast<int>(round)));
  }
}

TEST_F(ConnectionSetTest, EndsAThousandDeadConnectionsInTheGivenTurns) {
  std::vector<int> checks(1'000);
  add(checks, true);
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    connections_.check_some(kTurns, {});
    context_.restart();
    context_.poll();
  }
  EXPECT_EQ(connections_.size(), 0u);
}

TEST_F(ConnectionSetTest, AConnectionThatEndsIsDestroyedAfterItsOwnCodeHasReturned) {
  std::vector<int> checks(1);
  Connection& connection = *add(checks, false).front();
  connection.end();
  EXPECT_EQ(connections_.size(), 1u);
  connection.end();  // further calls are ignored
  connection.reset();
  context_.poll();
  EXPECT_EQ(connections_.size(), 0u);
}

TEST_F(ConnectionSetTest, ChecksEveryConnectionThatStaysWhileOthersLeave) {
  std::vector<int> stay(500), leave(500);
  add(stay, false);
  auto leaving = add(leave, false);
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    connections_.check_some(kTurns, {});
    for (int i = 0; i < 90; ++i) {
      leaving.back()->end();
      leaving.pop_back();
    }
    context_.restart();
    context_.poll();
  }
  for (const int checks : stay) EXPECT_GE(checks, 1);
}

}  // namespace
}  // namespace sws
