// The parameters of a stream: its range, its interval and how many numbers it has. The defaults are those of the
// original tutorial.
#pragma once

#include <cstdint>

namespace sws {

struct StreamParameters {
  std::int32_t min = 0;              // inclusive
  std::int32_t max = 100;            // inclusive, not below min
  std::uint32_t interval_ms = 1000;  // from one number to the next
  std::uint32_t count = 1000;        // how many numbers there are in all

  bool operator==(const StreamParameters&) const = default;
};

// The values that the server uses for the members that `start` leaves out. It states them in `hello`, before it
// knows the client's seed, so that it cannot choose a range by the numbers that follow from the seed.
struct StreamDefaults {
  std::int32_t min = StreamParameters().min;
  std::int32_t max = StreamParameters().max;
  std::uint32_t interval_ms = StreamParameters().interval_ms;

  bool operator==(const StreamDefaults&) const = default;
};

}  // namespace sws
