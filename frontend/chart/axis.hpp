// The axes of the charts: which range they have, where their ticks are and what the ticks say. Pure functions;
// shell/canvas draws the result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sws {

struct Tick {
  float at;  // 0 at the axis' lowest value or earliest time, 1 at its highest or latest
  std::string label;
  bool operator==(const Tick&) const = default;
};

struct ValueAxis {
  double lowest = 0, highest = 1;  // finite, and lowest < highest
  std::vector<Tick> ticks;

  // Where `value` is drawn: 0 at the lowest value, 1 at the highest. A value outside is drawn at the edge.
  float place(double value) const;
};

// Returns an axis for finite values from `smallest` to `largest`. It reaches to `min` and `max` where they are
// known, further if a value is outside, and otherwise to the next tick. Its ticks are at least `least_step` apart,
// which is 1 for whole numbers.
ValueAxis value_axis(double smallest, double largest, std::optional<double> min = {},
                     std::optional<double> max = {}, double least_step = 0);

// The part of the time that a chart shows, in milliseconds since the Unix epoch; first < last.
struct TimeRange {
  std::int64_t first_ms, last_ms;
  float place(std::int64_t at_ms) const;  // 0 at the first time, 1 at the last; a time outside is at the edge
};

// Returns at most `most` ticks for the times from `first_ms` to `last_ms`, in milliseconds since the Unix epoch.
// They stand at full local times, which are `offset_ms` ahead of UTC, and say "13:05", "13:05:30" or, at midnight,
// the day: "11-26". REQUIRES: first_ms < last_ms, most > 0.
std::vector<Tick> time_ticks(std::int64_t first_ms, std::int64_t last_ms, std::int64_t offset_ms, std::size_t most);

// Returns at most `most` ticks for the last `span_ms`, the last of which stands at the end. They say "2 min ago"
// and "now" or, if the end `is_now` no longer, "2 min before" and "last number". REQUIRES: span_ms > 0, most > 0.
std::vector<Tick> ago_ticks(std::int64_t span_ms, std::size_t most, bool is_now);

// The local time of day at `at_ms` with seconds: "13:05:30".
std::string time_of_day(std::int64_t at_ms, std::int64_t offset_ms);

// "2026-11-26T13:05:30.123Z" (RFC 3339), for files. REQUIRES: the year has four digits.
std::string iso_time(std::int64_t at_ms);

}  // namespace sws
