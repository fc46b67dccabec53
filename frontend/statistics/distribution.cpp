#include "frontend/statistics/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "frontend/statistics/incomplete_gamma.hpp"
#include "shared/counting.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

constexpr double kALittleUneven = 0.05;
// The page judges again with every number. So the bound of an alarm is so low that hardly anybody ever sees one
// from a fair source.
constexpr double kUnusual = 0.0001;

// Rounds to two significant digits at most: 412.7 → "410", 12.6 → "13". More digits would claim a precision that
// the p-value does not have.
std::string rounded(double value) {
  double unit = 1;
  while (value / unit >= 100) unit *= 10;
  if (unit > 1e15) return "a million billion or more";
  return grouped(static_cast<std::int64_t>(std::round(value / unit) * unit));
}

}  // namespace

Distribution::Distribution(std::int32_t min, std::int32_t max)
    : min_(min), max_(max), range_(static_cast<std::uint64_t>(std::int64_t{max} - min) + 1) {
  const std::uint64_t bins = std::min<std::uint64_t>(range_, kMostBins);
  // The offset of the smallest value that add() counts in bin i.
  const auto first = [&](std::uint64_t i) { return (i * range_ + bins - 1) / bins; };
  for (std::uint64_t i = 0; i < bins; ++i) {
    bins_.push_back({.first = static_cast<std::int32_t>(min + static_cast<std::int64_t>(first(i))),
                     .last = static_cast<std::int32_t>(min + static_cast<std::int64_t>(first(i + 1)) - 1),
                     .share = static_cast<double>(first(i + 1) - first(i)) / static_cast<double>(range_)});
  }
}

void Distribution::add(std::int32_t number) {
  if (number < min_ || number > max_) {
    ++outside_;
    return;
  }
  const auto offset = static_cast<std::uint64_t>(std::int64_t{number} - min_);
  ++bins_[static_cast<std::size_t>(offset * bins_.size() / range_)].count;
  ++count_;
  sum_ += number;
}

std::uint64_t Distribution::count_to_judge() const {
  if (bins_.size() < 2) return 0;
  const auto rarest =
      std::min_element(bins_.begin(), bins_.end(), [](const Bin& a, const Bin& b) { return a.share < b.share; });
  return static_cast<std::uint64_t>(std::ceil(kLeastExpected / rarest->share));
}

double Distribution::chi_squared() const {
  double sum = 0;
  for (const Bin& bin : bins_) {
    const double expected = bin.share * static_cast<double>(count_);
    const double difference = static_cast<double>(bin.count) - expected;
    sum += difference * difference / expected;
  }
  return sum;
}

double Distribution::p_value() const {
  return upper_incomplete_gamma(static_cast<double>(bins_.size() - 1) / 2, chi_squared() / 2);
}

std::string Distribution::judgement() const {
  return judge_p_value(p_value());
}

std::string judge_p_value(double p) {
  const bool is_too_even = p > 0.5;
  const double chance = is_too_even ? 1 - p : p;
  const bool is_unusual = chance < kUnusual;
  if (!is_unusual && (is_too_even || chance >= kALittleUneven)) return "The numbers look evenly spread.";
  const std::string rarity = rounded(1 / std::max(chance, is_too_even ? 1e-18 : 1e-300));
  if (!is_unusual) return joined({"The numbers are a little uneven, as in 1 of ", rarity, " fair streams."});
  return joined({"These numbers are unusual", is_too_even ? "ly even" : "", ": only 1 in ", rarity,
                 " fair streams looks like this."});
}

}  // namespace sws
