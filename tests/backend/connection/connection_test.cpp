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

class LookedAt final : public Connection {
 public:
  LookedAt(ConnectionSet& owner, Ticker& ticker, int& looks, bool is_dead)
      : Connection(owner, ticker, {}), looks_(looks), is_dead_(is_dead) {}

  void start() override {}
  void drain() override {}
  void check(SteadyTime) override {
    ++looks_;
    if (is_dead_) end();
  }
  void close_socket() override {}
  void reset_socket() override {}

 private:
  int& looks_;
  bool is_dead_;
};

class ConnectionSetTest : public ::testing::Test {
 protected:
  // Adds as many connections as `looks` has entries, in which each counts how often it is looked at.
  std::vector<Connection*> add(std::vector<int>& looks, bool dead) {
    std::vector<Connection*> added;
    for (int& count : looks) {
      auto connection = std::make_unique<LookedAt>(connections_, ticker_, count, dead);
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

TEST_F(ConnectionSetTest, LooksAtEachConnectionOnceInSoManyTurns) {
  std::vector<int> looks(203);
  add(looks, false);
  for (std::size_t round = 1; round <= 3; ++round) {
    for (std::size_t turn = 0; turn < kTurns; ++turn) connections_.check_some(kTurns, {});
    EXPECT_EQ(looks, std::vector<int>(203, static_cast<int>(round)));
  }
}

TEST_F(ConnectionSetTest, EndsAThousandDeadOnesInSoManyTurns) {
  std::vector<int> looks(1'000);
  add(looks, true);
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    connections_.check_some(kTurns, {});
    context_.restart();
    context_.poll();
  }
  EXPECT_EQ(connections_.size(), 0u);
}

TEST_F(ConnectionSetTest, AConnectionThatEndsIsThereUntilItsOwnCodeHasReturned) {
  std::vector<int> looks(1);
  Connection& connection = *add(looks, false).front();
  connection.end();
  EXPECT_EQ(connections_.size(), 1u);
  connection.end();  // once is enough
  connection.reset();
  context_.poll();
  EXPECT_EQ(connections_.size(), 0u);
}

TEST_F(ConnectionSetTest, OverlooksNobodyWhenOthersLeaveMeanwhile) {
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
  for (const int looks : stay) EXPECT_GE(looks, 1);
}

}  // namespace
}  // namespace sws
