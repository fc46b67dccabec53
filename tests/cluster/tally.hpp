// What all viewers of a test have seen together. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "frontend/stream/moment.hpp"

namespace sws {

struct Tally {
  // How much earlier than its schedule a number may come. The server never sends one before its time; `started` and
  // the clock are both read in whole milliseconds here.
  static constexpr std::int64_t kRoundingMs = 1;

  std::uint64_t numbers = 0;     // that the viewers' sessions took: verified, where the channel can be
  std::uint64_t lost = 0;        // numbers that did not come although later ones did
  std::uint64_t repeated = 0;    // numbers that came again, or behind later ones
  std::uint64_t early = 0;       // numbers that came more than kRoundingMs before they were due
  std::uint64_t wrong = 0;       // values of a received channel that do not follow the one before
  std::uint64_t unread = 0;      // texts that no viewer can understand
  std::uint64_t distrusted = 0;  // streams in which a number was wrong
  std::uint64_t streams = 0;     // that were watched to their end
  std::map<std::string, std::uint64_t> endings;   // of sessions that ended otherwise, by what the page would say
  std::map<std::uint16_t, std::uint64_t> closes;  // of connections, by close code
  std::map<unsigned, std::uint64_t> refusals;     // of upgrades, by status
  std::map<int, std::uint64_t> answers;           // to the question why a socket did not open, by status

  Moment fault_at{};               // when the last fault was made; 0: a loss counts from when the viewer notices it
  std::vector<Moment> recoveries;  // from a fault to the next number of each viewer that lost its connection by it

  bool is_whole() const {
    return lost == 0 && repeated == 0 && early == 0 && wrong == 0 && unread == 0 && distrusted == 0 &&
           endings.empty();
  }
};

}  // namespace sws
