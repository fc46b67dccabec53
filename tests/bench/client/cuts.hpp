// Decides which viewers lose their connection, and when they come back: either all of them at once, when the
// measurement begins, or each once in a while, spread evenly over that time, while measuring. Pure; moments are
// monotonic.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "tests/bench/client/results.hpp"
#include "tests/bench/client/settings.hpp"

namespace sws::bench {

class Cuts {
 public:
  // `viewers` are those of this process, numbered from 0.
  Cuts(const Settings& settings, const Phase& phase, unsigned viewers)
      : settings_(settings), phase_(phase), viewers_(viewers) {}

  // A viewer that is to be cut now, each time it is called, and nothing when none is left.
  std::optional<unsigned> next_to_cut(std::int64_t now);

  // This viewer has been cut, and is to come back.
  void cut(unsigned viewer, std::int64_t now);

  // A viewer that was away long enough; it is not named again.
  std::optional<unsigned> next_to_return(std::int64_t now);

 private:
  struct Absence {
    unsigned viewer;
    std::int64_t until;
  };

  const Settings& settings_;
  const Phase& phase_;
  unsigned viewers_;
  std::uint64_t chosen_ = 0;      // so far, of all rounds
  std::deque<Absence> absences_;  // in the order of their ends, because all are equally long
};

}  // namespace sws::bench
