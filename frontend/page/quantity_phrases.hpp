// Quantities in words: decimal numbers, probabilities and times. The texts are short and no more precise than the
// quantities are.
#pragma once

#include <cstdint>
#include <string>

#include "frontend/stream/moment.hpp"

namespace sws {

// Rounds to a number of decimals: 1049.3456 with one decimal is "1,049.3".
std::string fixed(double value, int decimals);

// Returns `p` with two significant digits, and with at most ten decimals: "0.51", "0.0025", "0.0000012".
std::string probability(double p);

std::string ago(Moment time);            // "just now", "3 s ago", "5 min ago"
std::string wait_in_words(Moment time);  // "0 s", "17 s", "10 min"
std::string span_of_time(Moment time);   // "12 s", "5 min", "3 h", "4 days": only units that are full twice
// The whole units of the largest kind of which `time` has two: 5 and "minute". A shorter time is 1 "second".
struct Units {
  std::uint64_t count;
  const char* name;
};
Units largest_unit(Moment time);
std::string round_trip(Moment time);  // "round trip 0.8 ms"
std::string stamp(Moment time);       // "12.345 s"

}  // namespace sws
