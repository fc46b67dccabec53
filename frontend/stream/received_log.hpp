// Everything that the page knows of one received channel: which log the server has, and the newest numbers that
// came, in order. Numbers that did not come leave a gap, which is kept with the number behind it. A LogSession owns
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/message.hpp"

namespace sws {

// A sample and its place in the log.
struct LoggedSample {
  Sample sample;
  std::uint64_t seq;   // 0 for the very first one of the log, whatever position a broker gave it
  bool is_behind_gap;  // numbers are missing between the sample before and this one, or may be
};

class ReceivedLog {
 public:
  static constexpr std::size_t kMostSamples = 50'000;  // 1.6 MB

  // Whether the server has said which log it has.
  bool has_begun() const { return id_.has_value(); }
  const LogId& id() const { return *id_; }      // REQUIRES: has_begun()
  std::uint64_t next() const { return next_; }  // the first number that has not come

  // The newest samples, at least kMostSamples of all that came. The oldest are dropped, several at once.
  const std::vector<LoggedSample>& samples() const { return samples_; }
  std::uint64_t count() const { return count_; }  // of all that came

  // Says in words which numbers are missing in the last gap: "numbers 17 to 119 can no longer be had". Empty if
  // there is none among the last `shown` samples or behind them.
  std::string gap_within(std::size_t shown) const;

  // Names the numbers at the positions from `from` to `to` − 1, as people count them: "numbers 17 to 119".
  std::string named(std::uint64_t from, std::uint64_t to) const;

  // The server says at which position its log began. The next samples count from there.
  void set_origin(std::uint64_t origin) { origin_ = origin; }
  // The server begins or goes on: with another number than next(), numbers are missing.
  void begin(const LogStarted& started);
  // Says in words why number `seq` does not follow the last one, if it does not.
  std::optional<std::string> sequence_break(std::uint64_t seq) const;
  void append(const LogNumbers& run);  // REQUIRES, for both: they follow
  void skip(const Gap& gap);

 private:
  void note_gap(std::string words);
  void note_unavailable(std::uint64_t from, std::uint64_t to);

  std::optional<LogId> id_;
  std::uint64_t next_ = 0;    // a position
  std::uint64_t origin_ = 0;  // the position of the log's very first sample
  std::vector<LoggedSample> samples_;
  std::uint64_t count_ = 0;
  bool is_behind_gap_ = false;  // the next sample is
  std::string gap_;             // the last one in words
  std::uint64_t gap_at_ = 0;    // count_ when it was noted
};

}  // namespace sws
