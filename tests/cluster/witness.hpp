// Checks what a viewer receives over all its connections without the page's help: each number once, in order, and
// not before it is due by the clock of this machine. The producers of these tests
// count, so that the values of a received channel show, too, whether one is missing or was stored twice. One
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "shared/message.hpp"
#include "tests/cluster/tally.hpp"

namespace sws {

class Witness {
 public:
  // `tally` must outlive the witness. `interval_ms`: number n is due n intervals after the Unix epoch; 0: as the
  // messages say.
  explicit Witness(Tally& tally, std::int64_t interval_ms = 0) : tally_(tally), interval_ms_(interval_ms) {}

  // A message that came at `now_ms` since the Unix epoch.
  void take(std::string_view text, std::int64_t now_ms);

  // An event with number `seq`.
  void take_event(std::uint64_t seq, std::int64_t now_ms);

  std::uint64_t next() const { return next_; }  // the first number that has not come
  // How many numbers of the stream are due at `now_ms`; of a received channel, those that have come.
  std::uint64_t due(std::int64_t now_ms) const;
  // Of a received channel.
  std::optional<double> last_value() const {
    if (!value_of_number_0_ || next_ == first_) return std::nullopt;
    return *value_of_number_0_ + static_cast<double>(next_ - 1);
  }
  // When the last number was due, or came if it has no schedule: milliseconds since the Unix epoch.
  std::int64_t last_due_ms() const { return last_due_ms_; }
  std::uint64_t first() const { return first_; }  // the number that the stream began with

 private:
  void begin(std::uint64_t next);
  void take_numbers(std::uint64_t seq, std::uint64_t count, std::int64_t now_ms);
  void take_gap(const Gap& gap);
  void compare_values(const LogNumbers& samples);

  Tally& tally_;
  bool has_begun_ = false;
  std::uint64_t first_ = 0, next_ = 0;
  std::int64_t start_ms_ = 0, interval_ms_ = 0;  // 0: it has no schedule
  std::uint64_t count_ = UINT64_MAX;
  std::int64_t last_due_ms_ = 0;
  std::optional<double> value_of_number_0_;  // of a received channel
};

}  // namespace sws
