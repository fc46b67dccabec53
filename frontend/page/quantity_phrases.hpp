// How the page says quantities: short, and no more precise than they are.
#pragma once

#include <cstdint>
#include <string>

#include "frontend/stream/moment.hpp"

namespace sws {

// 49.3456 with one decimal: "49.3"
std::string fixed(double value, int decimals);

// Three significant digits or so: "0.51", "0.0025", "0.0000012"
std::string probability(double p);

std::string ago(Moment time);         // "just now", "3 s ago", "5 min ago"
std::string round_trip(Moment time);  // "round trip 0.8 ms"
std::string stamp(Moment time);       // "12.345 s"

}  // namespace sws
