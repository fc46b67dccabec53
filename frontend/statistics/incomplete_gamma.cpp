#include "frontend/statistics/incomplete_gamma.hpp"

#include <cmath>

namespace sws {
namespace {

constexpr double kEnough = 1e-15;   // a term that is smaller than this part of the sum no longer changes it
constexpr int kMostTerms = 10'000;  // a bound for safety; the arguments that are allowed need fewer

// ln Γ(a) by Stirling's series (DLMF §5.11.1), for which `a` is first raised (§5.5.1). The C library's lgamma()
// would be a fiftieth of the page.
double log_gamma(double a) {
  double raised = 0;
  while (a < 15) {
    raised += std::log(a);
    a += 1;
  }
  const double inverse = 1 / a, square = inverse * inverse;
  const double series = inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)));
  constexpr double kHalfLogOfTwoPi = 0.918938533204672741780329736406;
  return (a - 0.5) * std::log(a) - a + kHalfLogOfTwoPi + series - raised;
}

// P(a, x) by its power series (DLMF §8.7.1), which converges fast where x is below a.
double lower_by_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int n = 1; n < kMostTerms && term > sum * kEnough; ++n) sum += term *= x / (a + n);
  return sum * std::exp(a * std::log(x) - x - log_gamma(a));
}

// Q(a, x) by its continued fraction (DLMF §8.9.2), which Lentz's method evaluates from the front. It converges fast
// where x is above a.
double upper_by_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1e300, d = 1 / b, fraction = d;
  for (int n = 1; n < kMostTerms; ++n) {
    const double numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const double factor = c * d;
    fraction *= factor;
    if (std::abs(factor - 1) < kEnough) break;
  }
  return fraction * std::exp(a * std::log(x) - x - log_gamma(a));
}

}  // namespace

double upper_incomplete_gamma(double a, double x) {
  return x < a + 1 ? 1 - lower_by_series(a, x) : upper_by_fraction(a, x);
}

}  // namespace sws
