// A worker's side of a shared channel, for tests of its streams.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "backend/stream/shared_channel.hpp"
#include "tests/backend/stream/stream_fixture.hpp"
#include "tests/shared/shared_numbers.hpp"

namespace sws {

class SharedStreamTest : public StreamTest {
 protected:
  // A number is due each second, and the wall clock shows a little more than kNow seconds.
  static constexpr std::uint64_t kNow = 1'700'000'000;
  static constexpr std::uint64_t kPeriod = period_of(kNow);
  static constexpr std::uint32_t kHistory = 100;

  std::shared_ptr<SharedChannel> new_channel() {
    return std::make_shared<SharedChannel>(SharedSequence(server_.secret, server_.channel, server_.parameters),
                                           kHistory, ticker_);
  }

  // Moves the time to a moment before number n is due.
  void proceed_to(std::uint64_t n) {
    const WallTime due{std::chrono::seconds(n)};
    clock_.advance(due - clock_.wall() - std::chrono::milliseconds(500));
    ticker_.run_due();
  }

  SharedNumbers server_;
  Settings settings_;
  std::shared_ptr<SharedChannel> channel_ = new_channel();
};

}  // namespace sws
