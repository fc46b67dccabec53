// Measures how the numbers so far are spread over their range and compares that with a uniform source: bins, mean,
// and Pearson's χ² with its p-value. It takes one number at a time and stores counts only, not the numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sws {

class Distribution {
 public:
  static constexpr std::uint32_t kMostBins = 20;  // each still wide enough to see on a phone
  // If a bin is expected to hold fewer numbers than this, the p-value is unreliable (Cochran's rule).
  static constexpr double kLeastExpected = 5;

  struct Bin {
    std::int32_t first, last;  // the bin counts the values from first to last
    std::uint64_t count = 0;
    double share = 0;  // the part of all numbers that a uniform source puts here, 0 to 1
  };

  // REQUIRES: min ≤ max.
  Distribution(std::int32_t min, std::int32_t max);

  // A number outside the range, which only a faulty server sends, is counted by outside() and by nothing else.
  void add(std::int32_t number);

  bool has_range(std::int32_t min, std::int32_t max) const { return min == min_ && max == max_; }
  const std::vector<Bin>& bins() const { return bins_; }
  std::uint64_t count() const { return count_; }
  std::uint64_t outside() const { return outside_; }
  double mean() const { return count_ ? sum_ / static_cast<double>(count_) : 0; }
  double expected_mean() const { return (static_cast<double>(min_) + max_) / 2; }

  // Returns how many numbers it takes before a judgement means something, or 0 if the range has only one value, so
  // that there is nothing to judge.
  std::uint64_t count_to_judge() const;
  bool can_judge() const { return count_to_judge() > 0 && count_ >= count_to_judge(); }

  // REQUIRES, for the next three: can_judge().
  double chi_squared() const;
  double p_value() const;         // the probability that a uniform source is spread at least as unevenly
  std::string judgement() const;  // a sentence

 private:
  std::int32_t min_, max_;
  std::uint64_t range_;
  std::vector<Bin> bins_;
  std::uint64_t count_ = 0, outside_ = 0;
  double sum_ = 0;
};

// Puts a p-value into words: "The numbers look evenly spread." or "These numbers are unusual: only 1 in 81,000 fair
// streams looks like this." The words of an alarm begin with "These".
std::string judge_p_value(double p);

}  // namespace sws
