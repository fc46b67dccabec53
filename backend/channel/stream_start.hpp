// Where the start of a stream, which the wire and the token give in milliseconds since the Unix epoch, lies on the
// clocks of this machine. The clocks count nanoseconds in 64 bits, which is enough for 292 years; a start may be
// 285,000 years away (kMaxStartMs). So everything is computed in milliseconds, and only what the steady clock can
// count is given to it. Pure functions, any thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "backend/loop/clock.hpp"
#include "backend/loop/tick_schedule.hpp"
#include "shared/limits.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

// No start is placed farther from now than this, in either direction: no stream lasts longer (114 years), and such
// a time can be added to the clock twice.
inline constexpr std::chrono::milliseconds kFarthestStart{4'000'000'000'000};
static_assert(kFarthestStart.count() > std::int64_t{Limits().max_count} * Limits().max_interval_ms);

// When number 0 of the stream that starts at `start_ms` is due, by the steady clock, which shows `now` when the
// wall clock shows `wall_now`. A start that is farther away than kFarthestStart is put there.
inline SteadyTime steady_start(std::int64_t start_ms, SteadyTime now, WallTime wall_now) {
  using std::chrono::milliseconds;
  const auto wall_ms = std::chrono::floor<milliseconds>(wall_now);
  const milliseconds ago = wall_ms.time_since_epoch() - milliseconds(start_ms);
  return now - (wall_now - wall_ms) - std::clamp(ago, -kFarthestStart, kFarthestStart);
}

// The start of a stream on both clocks.
struct StreamStart {
  SteadyTime steady;     // on a slot boundary of the ticker
  std::int64_t wall_ms;  // milliseconds since the Unix epoch
};

// A stream that starts now: this is the only time that the wall clock is read for it. It is rounded down, so that
// no number comes before its time by it.
inline StreamStart stream_start(SteadyTime now, WallTime wall_now) {
  const SteadyTime first = TickSchedule::slot_start(now);
  const WallTime wall_first = wall_now - (now - first);
  return {first, std::chrono::floor<std::chrono::milliseconds>(wall_first.time_since_epoch()).count()};
}

// Whether at `wall_now` more than `window` has passed since the last number of the stream was followed by its
// interval.
inline bool has_expired(std::int64_t start_ms, const StreamParameters& parameters, std::chrono::seconds window,
                        WallTime wall_now) {
  using std::chrono::milliseconds;
  const milliseconds length = std::int64_t{parameters.count} * milliseconds(parameters.interval_ms);
  const auto reached = std::chrono::ceil<milliseconds>(wall_now).time_since_epoch();
  return reached > milliseconds(start_ms) + length + window;
}

}  // namespace sws
