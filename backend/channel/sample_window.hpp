// The newest samples of a log, up to a fixed number of them, by their positions. Each worker has one for each
// received channel, so that workers share nothing. A sample takes 16 bytes; the memory grows with the samples that
// have come, until the window is full. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/message.hpp"

namespace sws {

class SampleWindow {
 public:
  explicit SampleWindow(std::size_t capacity) : capacity_(capacity) {}  // at least 1

  void append(std::span<const Sample> samples);

  // The window has the samples from first() to next() − 1 of the log.
  std::uint64_t first() const { return next_ - samples_.size(); }
  std::uint64_t next() const { return next_; }

  // A copy of `count` samples from position `seq` on. REQUIRES: the window has them.
  std::vector<Sample> run(std::uint64_t seq, std::size_t count) const;

 private:
  const std::size_t capacity_;
  std::vector<Sample> samples_;  // position n lies at index n mod capacity_
  std::uint64_t next_ = 0;
};

}  // namespace sws
