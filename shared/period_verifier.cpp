#include "shared/period_verifier.hpp"

#include <algorithm>

#include "shared/counting.hpp"
#include "shared/number.hpp"
#include "shared/period_chain.hpp"

namespace sws {
namespace {

// A server announces two periods ahead. A viewer who comes back after a long time knows the roots of the periods
// that ran when it went, too. With more the server would only fill the viewer's memory.
constexpr std::size_t kMaxRoots = 512;

std::string root_of(std::uint64_t period) {
  return "the root of period " + std::to_string(period);
}

}  // namespace

PeriodVerifier::PeriodVerifier(const SharedHello& hello) : channel_(hello.channel), parameters_(hello.parameters) {
  take(hello);
}

std::optional<std::string> PeriodVerifier::take(const SharedHello& hello) {
  if (hello.channel != channel_) return "the channel was " + channel_ + " and is now " + hello.channel;
  if (hello.parameters != parameters_) return "the range or the interval has changed";
  has_numbers_ = false;
  for (std::size_t i = 0; i < hello.roots.size(); ++i) {
    if (auto wrong = add({hello.period + i, hello.roots[i]})) return wrong;
  }
  return std::nullopt;
}

std::optional<std::string> PeriodVerifier::begin(std::uint64_t next) {
  if (next < next_) return number_named(next) + " is announced again, but " + number_named(next_) + " is due";
  next_ = next;
  return std::nullopt;
}

std::optional<std::string> PeriodVerifier::take(const Root& root) {
  if (!find(root.period) && has_numbers_ && next_ + kPeriodNumbers > first_of_period(root.period)) {
    return root_of(root.period) + " arrived when " + number_named(next_) +
           " was due, less than a whole period ahead";
  }
  return add(root);
}

std::optional<std::string> PeriodVerifier::add(const Root& root) {
  if (const Known* const known = find(root.period)) {
    if (known->root == root.root) return std::nullopt;
    return root_of(root.period) + " is not the one that the server announced before";
  }
  // Numbers never go back, so that an earlier period is no longer needed.
  std::erase_if(known_, [this](const Known& known) { return known.period < period_of(next_); });
  if (known_.size() == kMaxRoots) return root_of(root.period) + " is one too many";
  known_.push_back({root.period, 0, root.root, root.root});
  return std::nullopt;
}

std::optional<std::string> PeriodVerifier::take(const Gap& gap) {
  if (gap.from != next_)
    return "a gap begins at " + number_named(gap.from) + ", but " + number_named(next_) + " is due";
  next_ = gap.to;
  return std::nullopt;
}

std::optional<std::string> PeriodVerifier::take(std::uint64_t seq, std::span<const std::int32_t> numbers,
                                                std::span<const Key> keys) {
  if (seq != next_) return number_named(seq) + " arrived, but " + number_named(next_) + " is due";
  const std::uint64_t periods = period_of(seq + numbers.size() - 1) - period_of(seq) + 1;
  if (keys.size() != periods) {
    return number_named(seq) + " arrived with " + std::to_string(keys.size()) + " instead of " +
           std::to_string(periods) + " keys, one for each period";
  }
  for (const Key& key : keys) {
    const std::size_t size = std::min<std::size_t>(numbers.size(), kPeriodNumbers - next_ % kPeriodNumbers);
    if (auto wrong = take_of_period(numbers.first(size), key)) return wrong;
    numbers = numbers.subspan(size);
  }
  return std::nullopt;
}

// Verifies numbers of one period, of which `key` proves the last one.
std::optional<std::string> PeriodVerifier::take_of_period(std::span<const std::int32_t> numbers, const Key& key) {
  Known* const known = find(period_of(next_));
  for (std::uint64_t period : {period_of(next_), period_of(next_) + 1}) {
    if (!find(period)) return number_named(next_) + " arrived before " + root_of(period);
  }
  std::vector<Key> proofs(numbers.size(), key);  // proofs[i] belongs to numbers[i]
  PeriodChain chain(channel_, known->period);
  const std::uint32_t lowest = height_of(next_);
  for (std::size_t i = proofs.size() - 1; i > 0; --i) {
    proofs[i - 1] = chain.below(lowest + static_cast<std::uint32_t>(i) - 1, proofs[i]);
  }
  if (chain.descend(proofs[0], lowest, known->height) != known->key) {
    return "the key of " + number_named(next_ + numbers.size() - 1) + " does not lead to " +
           (known->height == 0 ? root_of(known->period)
                               : "the key of " + number_named(first_of_period(known->period) + known->height - 1));
  }
  has_numbers_ = true;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::int32_t expected = number_of(proofs[i], {kSharedSeed, parameters_.min, parameters_.max}, next_);
    if (numbers[i] != expected) {
      return number_named(next_) + " is " + std::to_string(numbers[i]) + ", but its key gives " +
             std::to_string(expected);
    }
    known->height = height_of(next_++);
    known->key = proofs[i];
  }
  return std::nullopt;
}

PeriodVerifier::Known* PeriodVerifier::find(std::uint64_t period) {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Known& known) { return known.period == period; });
  return found == known_.end() ? nullptr : &*found;
}

}  // namespace sws
