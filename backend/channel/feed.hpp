// The producer's side of a received channel: numbers that come from outside are given to it. Any thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/message.hpp"

namespace sws {

// Where the samples of one call lie in the log: from `first` to `next` − 1. If others give samples at the same
// time, some of theirs may lie in between.
struct LogRange {
  LogId log;
  std::uint64_t first, next;
  bool operator==(const LogRange&) const = default;
};

// Why samples were not taken.
enum class NotTaken {
  too_fast,     // none was taken: the producer may try again a little later
  source_away,  // none was taken: the broker cannot be reached
  uncertain,    // the broker did not confirm in time: it may have some of them, or all
};

class Feed {
 public:
  virtual const std::string& name() const = 0;  // of the channel

  // Takes the samples, and calls `done` once, on any thread: as soon as every worker can serve them, or the broker
  // has stored them, or that is uncertain. Returns at once. The answer is why nothing was taken, if it was not:
  // `done` is then not called. Samples with the same `idempotency_key` as before, unless it is empty, are stored
  // only once by a feed that has a broker. REQUIRES: `samples` is not empty.
  using Done = std::function<void(const boost::system::result<LogRange, NotTaken>&)>;
  virtual std::optional<NotTaken> push(std::vector<Sample> samples, const std::string& idempotency_key,
                                       Done done) = 0;

  // Counts what is no sample. On the thread that pushes.
  virtual void count_bad_line() = 0;

 protected:
  ~Feed() = default;
};

}  // namespace sws
