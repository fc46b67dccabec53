// How the numbers so far are spread over their range, against what a uniform source gives: bins, mean, and
// Pearson's χ² with its p-value. Grows by one number at a time and keeps none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sws {

class Distribution {
 public:
  static constexpr std::uint32_t kMostBins = 20;  // each still wide enough to see on a phone
  // Below this many expected in a bin the p-value is not to be relied on (Cochran's rule).
  static constexpr double kLeastExpected = 5;

  struct Bin {
    std::int32_t first, last;  // the values it counts
    std::uint64_t count = 0;
    double share = 0;  // of all numbers, if the source is uniform
  };

  // REQUIRES: min ≤ max.
  Distribution(std::int32_t min, std::int32_t max);

  // Numbers outside the range are counted apart: a server may send what it likes.
  void add(std::int32_t number);

  const std::vector<Bin>& bins() const { return bins_; }
  std::uint64_t count() const { return count_; }
  std::uint64_t outside() const { return outside_; }
  double mean() const { return count_ ? sum_ / static_cast<double>(count_) : 0; }
  double expected_mean() const { return (static_cast<double>(min_) + max_) / 2; }

  // How many numbers it takes before a judgement means something; 0: the range has one value, there is nothing to
  // judge.
  std::uint64_t count_to_judge() const;
  bool can_judge() const { return count_to_judge() > 0 && count_ >= count_to_judge(); }

  // REQUIRES: can_judge(), for all of these.
  double chi_squared() const;
  double p_value() const;         // that a uniform source is spread at least as unevenly
  std::string judgement() const;  // "looks uniform", "unusual: 1 in 400"

 private:
  std::int32_t min_, max_;
  std::uint64_t range_;
  std::vector<Bin> bins_;
  std::uint64_t count_ = 0, outside_ = 0;
  double sum_ = 0;
};

// "looks uniform", "unusual: 1 in 400", or "unusually even: 1 in 2000".
std::string judge_p_value(double p);

}  // namespace sws
