// The producer's side of a received channel: numbers that come from outside are given to it. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/message.hpp"

namespace sws {

class Feed {
 public:
  virtual const std::string& name() const = 0;  // of the channel
  virtual LogId log() const = 0;

  // Gives the samples their positions, and hands them to every worker. `done` is called once, on any thread, when
  // every worker can serve them: they are those from `first` to `next` − 1. Answers false, and takes nothing, if
  // the producer is too fast: it may try again a little later. REQUIRES: `samples` is not empty.
  using Done = std::function<void(std::uint64_t first, std::uint64_t next)>;
  virtual bool append(std::vector<Sample> samples, Done done) = 0;

  // Counts what is no sample. On the thread that appends.
  virtual void count_bad_line() = 0;

 protected:
  ~Feed() = default;
};

}  // namespace sws
