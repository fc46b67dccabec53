// Verifies the numbers of a channel of source `shared` one by one as they arrive: hashes each key down to what is
// already known of its period, and derives the number from the key. It also checks that each root comes one whole
// period before the numbers that it commits to, except those that come before the first number on a connection. A
// viewer that begins in the middle of a period costs up to 4096 hashes once, and each number in turn one. It throws
// nothing, whatever it is given. One thread.
//
// Every take() and begin() returns in words what is wrong, or nothing. After a fault the verifier must not be used
// further.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/message.hpp"

namespace sws {

class PeriodVerifier {
 public:
  // REQUIRES: `hello` was decoded, so that its values are within their bounds. It is taken.
  explicit PeriodVerifier(const SharedHello& hello);

  // The `hello` of another connection: of the same channel, range and interval, and with the same roots where both
  // have one.
  std::optional<std::string> take(const SharedHello& hello);

  // The server will go on with number `next`, which lies not before next().
  std::optional<std::string> begin(std::uint64_t next);

  std::optional<std::string> take(const Root& root);
  std::optional<std::string> take(const Gap& gap);  // it is to begin at next()

  // The numbers `seq`, `seq` + 1, and so on. `keys` has the last key of each period that the run touches. The
  // numbers before the one that is wrong are verified. REQUIRES: `numbers` is not empty, and begin() was called.
  std::optional<std::string> take(std::uint64_t seq, std::span<const std::int32_t> numbers,
                                  std::span<const Key> keys);

  std::uint64_t next() const { return next_; }  // the number that is due

 private:
  // What is known of a period: its highest verified key, or its root at height 0.
  struct Known {
    std::uint64_t period;
    std::uint32_t height;
    Key key;
    Digest root;
  };

  std::optional<std::string> add(const Root& root);
  std::optional<std::string> take_of_period(std::span<const std::int32_t> numbers, const Key& key);
  Known* find(std::uint64_t period);

  std::string channel_;
  StreamDefaults parameters_;
  std::vector<Known> known_;
  std::uint64_t next_ = 0;
  bool has_numbers_ = false;  // a number came on this connection
};

}  // namespace sws
