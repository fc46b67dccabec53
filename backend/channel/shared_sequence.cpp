#include "backend/channel/shared_sequence.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "shared/number.hpp"

namespace sws {
namespace {

constexpr std::uint64_t kPeriodsBack = SharedSequence::kMostBack / kPeriodNumbers;

// `hello` has the roots of the period that runs and of those behind it, and the next period's one more.
constexpr std::uint64_t kPeriodsAhead = kAnnouncedRoots;

constexpr std::uint64_t block_of(std::uint64_t n) {
  return n / PeriodKeys::kBlockNumbers;
}

}  // namespace

SharedSequence::SharedSequence(const Secret& secret, std::string channel, const StreamDefaults& parameters)
    : secrets_{{0, secret}}, channel_(std::move(channel)), parameters_(parameters) {}

std::uint64_t SharedSequence::newest_at(WallTime time) const {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(ms, 0)) / parameters_.interval_ms;
}

std::int64_t SharedSequence::due_ms(std::uint64_t n) const {
  return static_cast<std::int64_t>(n * parameters_.interval_ms);
}

void SharedSequence::change_secret(const Secret& secret, std::uint64_t first) {
  secrets_.erase(secrets_.lower_bound(first), secrets_.end());
  secrets_.emplace(first, secret);
  periods_.erase(periods_.lower_bound(first), periods_.end());
}

const Secret& SharedSequence::secret_of(std::uint64_t period) const {
  const auto behind = secrets_.upper_bound(period);
  return behind == secrets_.begin() ? behind->second : std::prev(behind)->second;
}

Number SharedSequence::at(std::uint64_t n) {
  if (block_ != block_of(n)) {
    keys_ = complete(period_of(n)).block_of(n);
    block_ = block_of(n);
  }
  const Key& key = keys_[n % PeriodKeys::kBlockNumbers];
  return {n, number_of(key, {kSharedSeed, parameters_.min, parameters_.max}, n), key};
}

Numbers SharedSequence::run(std::uint64_t first, std::uint32_t count) {
  Numbers run{first, {}, {}};
  run.messages.reserve(count);
  PeriodKeys::Block keys;
  for (std::uint64_t n = first; n < first + count; ++n) {
    if (n == first || n % PeriodKeys::kBlockNumbers == 0) keys = complete(period_of(n)).block_of(n);
    const Key& key = keys[n % PeriodKeys::kBlockNumbers];
    run.messages.push_back(number_of(key, {kSharedSeed, parameters_.min, parameters_.max}, n));
    if (n + 1 == first + count || height_of(n) == kPeriodNumbers) run.keys.push_back(key);
  }
  return run;
}

SharedHello SharedSequence::hello(std::uint64_t newest) {
  SharedHello hello{channel_, parameters_, period_of(newest), {}};
  for (std::size_t i = 0; i < hello.roots.size(); ++i) hello.roots[i] = root(hello.period + i);
  return hello;
}

bool SharedSequence::prepare(std::uint64_t newest, std::uint32_t steps) {
  const std::uint64_t period = period_of(newest);
  const std::uint64_t first = period - std::min(period, kPeriodsBack), last = period + kPeriodsAhead;
  std::erase_if(periods_, [&](const auto& each) { return each.first < first || each.first > last; });
  while (secrets_.size() > 1 && std::next(secrets_.begin())->first <= first) secrets_.erase(secrets_.begin());
  for (std::uint64_t each = first; each <= last; ++each) {
    PeriodKeys& keys = keys_of(each);
    if (keys.is_complete()) continue;
    keys.compute(steps);
    return each == last && keys.is_complete();
  }
  return true;
}

PeriodKeys& SharedSequence::keys_of(std::uint64_t period) {
  return periods_.try_emplace(period, secret_of(period), channel_, period).first->second;
}

PeriodKeys& SharedSequence::complete(std::uint64_t period) {
  PeriodKeys& keys = keys_of(period);
  keys.compute();
  return keys;
}

}  // namespace sws
