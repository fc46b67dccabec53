// The newest samples of a log, up to a fixed number of positions, by their positions. Each worker has one for each
// received channel, so that workers share nothing. A position may have no sample: JetStream has lost it, or what
// lay there was no number. A position takes 16 bytes; the memory grows with the samples that have come, until the
// window is full. One thread.
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

  void begin_at(std::uint64_t position);  // empties it; the next sample has this position
  void append(std::span<const Sample> samples);
  void skip_to(std::uint64_t position);  // the positions before it that have not come have no samples

  // The window knows the positions from first() to next() − 1 of the log.
  std::uint64_t first() const { return next_ - samples_.size(); }
  std::uint64_t next() const { return next_; }

  // The first position from `seq` on that has a sample; next() if none has. REQUIRES: first() ≤ seq ≤ next().
  std::uint64_t sample_from(std::uint64_t seq) const;

  // A copy of the samples from position `seq` on: `count` of them, or fewer if a position has none.
  // REQUIRES: the window knows all of these positions.
  std::vector<Sample> run(std::uint64_t seq, std::size_t count) const;

 private:
  void put(const Sample& sample);
  std::size_t index(std::uint64_t seq) const { return static_cast<std::size_t>((seq - began_at_) % capacity_); }

  const std::size_t capacity_;
  std::vector<Sample> samples_;  // position n lies at index(n); a position without a sample has the value NaN
  std::size_t missing_ = 0;      // positions without a sample
  std::uint64_t began_at_ = 0;
  std::uint64_t next_ = 0;
};

}  // namespace sws
