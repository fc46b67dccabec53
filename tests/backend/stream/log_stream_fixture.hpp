// A received channel on one worker, for tests of its streams. The time starts between two slots, and samples come
// at the test's word.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "backend/stream/audience.hpp"
#include "tests/backend/stream/stream_fixture.hpp"

namespace sws {

class LogStreamTest : public StreamTest {
 protected:
  static constexpr std::size_t kHistory = 1'000;
  static constexpr LogId kLog = {0xab};

  // A sample's value is its position.
  void arrive(std::size_t count) {
    SampleBatch batch{.first = next_, .samples = {}, .arrived = clock_.steady()};
    for (std::size_t i = 0; i < count; ++i) {
      batch.samples.push_back({static_cast<double>(next_), 1'000 + static_cast<std::int64_t>(next_)});
      ++next_;
    }
    audience_->take(batch);
  }
  void end_source() {
    audience_->take({.first = next_, .samples = {}, .arrived = clock_.steady(), .ends_log = true});
  }

  void tick() { ticker_.advance(TickSchedule::kSlotWidth); }
  void arrive_and_tick(std::size_t count) {
    arrive(count);
    tick();
  }

  std::uint64_t next_ = 0;
  std::shared_ptr<Audience> audience_ =
      std::make_shared<Audience>("temperature", kLog, kHistory, ticker_, outlet_.counted);
};

}  // namespace sws
