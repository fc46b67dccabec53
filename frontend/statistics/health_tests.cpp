#include "frontend/statistics/health_tests.hpp"

#include <algorithm>
#include <cmath>

namespace sws {
namespace {

// Returns the smallest k such that a binomially distributed value exceeds k with a probability of at most
// 2^-kFalseAlarmBits.
std::uint32_t critical_binomial(std::uint32_t trials, double p) {
  const double most = std::ldexp(1, -kFalseAlarmBits);
  double log_probability = trials * std::log(p);  // of the value k
  double above = 0;
  std::uint32_t k = trials;
  for (; k > 0; --k) {
    above += std::exp(log_probability);
    if (above > most) break;
    log_probability += std::log(k / (trials - k + 1.0) * (1 - p) / p);
  }
  return k;
}

}  // namespace

RepetitionCountTest::RepetitionCountTest(std::uint64_t values)
    : cutoff_(1 + static_cast<std::uint32_t>(std::ceil(kFalseAlarmBits / std::log2(static_cast<double>(values))))) {
}

bool RepetitionCountTest::add(std::int32_t number) {
  if (times_ == 0 || number != last_) {
    last_ = number;
    times_ = 1;
    return true;
  }
  return ++times_ != cutoff_;  // raises one alarm for the whole run
}

AdaptiveProportionTest::AdaptiveProportionTest(std::uint64_t values)
    : window_(values == 2 ? 1024 : 512),
      // The first number of a window is counted too, so a cutoff of 1 would always raise an alarm.
      cutoff_(std::max(2u, 1 + critical_binomial(window_, 1 / static_cast<double>(values)))) {}

bool AdaptiveProportionTest::add(std::int32_t number) {
  if (seen_ == 0) {
    first_ = number;
    times_ = 0;
  }
  if (++seen_ == window_) seen_ = 0;
  return number != first_ || ++times_ != cutoff_;
}

}  // namespace sws
