// The table that one process keeps of its many viewers, with 12 bytes for each, indexed by descriptor. It notes
// when each viewer was served, and finds those that were not. Pure: the caller gives the time, in milliseconds of
// any clock that begins near zero.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/bench/client/histogram.hpp"

namespace sws::bench {

class ViewerTable {
 public:
  enum class State : std::uint8_t { none, connecting, upgrading, streaming };

  struct Verdict {
    std::uint64_t viewers = 0;   // that stream
    std::uint64_t unserved = 0;  // of these, the last number is older than an interval and the tolerance
    std::uint64_t missing = 0;   // numbers that were due by the end and did not come
  };

  // A number is late if it comes more than `tolerance_ms` after the interval since the one before.
  ViewerTable(std::size_t descriptors, std::uint32_t interval_ms, std::uint32_t tolerance_ms)
      : viewers_(descriptors), interval_ms_(interval_ms), tolerance_ms_(tolerance_ms) {}

  State state(int fd) const { return at(fd).state; }
  void set_state(int fd, State state) { at(fd).state = state; }

  // A number has come. Only gaps that end while `is_measured` are recorded, and counted if they are late.
  void served(int fd, std::uint32_t now_ms, bool is_measured);

  // The connection is no more; its descriptor may be used again.
  void forget(int fd) { at(fd) = {}; }

  // Looks at all viewers.
  Verdict verdict(std::uint32_t now_ms) const;

  std::uint64_t late() const { return late_; }
  const Histogram& jitter() const { return jitter_; }  // of the gaps, against the interval

 private:
  struct Viewer {
    std::uint32_t first_ms = 0;
    std::uint32_t last_ms = 0;
    std::uint16_t numbers = 0;
    State state = State::none;
  };
  static_assert(sizeof(Viewer) == 12);

  Viewer& at(int fd) { return viewers_[static_cast<std::size_t>(fd)]; }
  const Viewer& at(int fd) const { return viewers_[static_cast<std::size_t>(fd)]; }

  std::vector<Viewer> viewers_;
  std::uint32_t interval_ms_;
  std::uint32_t tolerance_ms_;
  std::uint64_t late_ = 0;
  Histogram jitter_;
};

}  // namespace sws::bench
