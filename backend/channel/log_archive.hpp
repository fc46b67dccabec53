// The part of a log that a broker keeps behind the windows of the workers. It is read in blocks. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "backend/channel/sample_window.hpp"
#include "shared/bytes.hpp"

namespace sws {

class LogArchive {
 public:
  // A block begins at a multiple of so many positions.
  static constexpr std::uint64_t kBlockPositions = 512;
  static constexpr std::uint64_t block_of(std::uint64_t seq) { return seq / kBlockPositions * kBlockPositions; }

  // A block has the log's samples from its first position to next() − 1. A block without samples says where the
  // next one is: its first() lies behind the positions that the log no longer has.
  using Block = std::shared_ptr<const SampleWindow>;

  virtual ~LogArchive() = default;

  // The block of position `seq`, if it is at hand and reaches behind `seq`; or else null.
  virtual Block find(const LogId& log, std::uint64_t seq) = 0;

  // Reads the block of position `seq`, and calls `done` once, on any thread: when find() has it, or when it cannot
  // be had now. Several calls for one block are one reading.
  using Done = std::function<void(bool is_here)>;
  virtual void fetch(const LogId& log, std::uint64_t seq, Done done) = 0;
};

}  // namespace sws
