// A worker's time and budget, for tests of streams.
#pragma once

#include <gtest/gtest.h>

#include <chrono>

#include "backend/config/settings.hpp"
#include "backend/stream/catch_up.hpp"
#include "tests/backend/loop/manual_ticker.hpp"
#include "tests/backend/stream/fake_outlet.hpp"

namespace sws {

class StreamTest : public ::testing::Test {
 protected:
  StreamTest() { clock_.advance(std::chrono::microseconds(3'700)); }  // between two slots, as in life

  static Settings every_second(std::uint32_t count) {
    Settings settings;
    settings.stream = {.min = 0, .max = 100, .interval_ms = 1000, .count = count};
    settings.secrets = Secret{1, 2, 3};
    return settings;
  }

  ManualClock clock_;
  FrameSender sender_;
  ManualTicker ticker_{clock_, sender_};
  CatchUp catch_up_{ticker_};
  FakeOutlet outlet_;
};

}  // namespace sws
