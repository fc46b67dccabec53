// The numbers of a shared channel, each with the key that proves it. Number n counts intervals since the Unix
// epoch, so that all servers with the same secret have the same numbers at the same time. A pure function of the
// secrets, the channel's name and n: it keeps only keys, of a few periods. One for each channel and worker, used by
// one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "backend/channel/period_keys.hpp"
#include "backend/loop/clock.hpp"
#include "shared/message.hpp"

namespace sws {

class SharedSequence {
 public:
  // How far back numbers are offered at most: so far the roots are sent to a viewer who comes back, and the keys
  // are kept.
  static constexpr std::uint32_t kMostBack = 2 * kPeriodNumbers;

  // The channel is is_channel_name(), and min ≤ max.
  SharedSequence(const Secret& secret, std::string channel, const StreamDefaults& parameters);

  const std::string& channel() const { return channel_; }
  const StreamDefaults& parameters() const { return parameters_; }

  // The newest number that is due when the wall clock shows `time`, and when number n is due, in milliseconds since
  // the Unix epoch.
  std::uint64_t newest_at(WallTime time) const;
  std::int64_t due_ms(std::uint64_t n) const;

  // From the period `first` on, the numbers follow from `secret`. REQUIRES: nobody knows the root of such a period.
  void change_secret(const Secret& secret, std::uint64_t first);

  Number at(std::uint64_t n);                             // numbers in turn cost least
  Numbers run(std::uint64_t first, std::uint32_t count);  // REQUIRES: count > 0
  Digest root(std::uint64_t period) { return complete(period).root(); }
  SharedHello hello(std::uint64_t newest);

  // Goes on with the keys that are needed when the period of `newest` runs, and in the one behind it. Answers
  // whether nothing is left to compute. Keys that are far from there are forgotten. What is needed and is not there
  // is computed at once by the functions above, which takes up to 2 ms for each period.
  bool prepare(std::uint64_t newest, std::uint32_t steps);

  // How much memory the keys and the secrets take, in bytes.
  std::size_t memory() const {
    return sizeof(*this) + periods_.size() * sizeof(PeriodKeys) + secrets_.size() * sizeof(Secret);
  }

 private:
  const Secret& secret_of(std::uint64_t period) const;
  PeriodKeys& keys_of(std::uint64_t period);
  PeriodKeys& complete(std::uint64_t period);

  // By the first period of each. The first one is that of all periods before, too.
  std::map<std::uint64_t, Secret> secrets_;
  std::string channel_;
  StreamDefaults parameters_;
  std::map<std::uint64_t, PeriodKeys> periods_;
  std::uint64_t block_ = UINT64_MAX;  // number n belongs to block n / kBlockNumbers
  PeriodKeys::Block keys_;            // of block_
};

}  // namespace sws
