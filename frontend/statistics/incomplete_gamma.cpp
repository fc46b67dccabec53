#include "frontend/statistics/incomplete_gamma.hpp"

#include <cmath>

namespace sws {
namespace {

constexpr double kEnough = 1e-15;   // a term that is smaller than this part of the sum no longer changes it
constexpr int kMostTerms = 10'000;  // a bound for safety; the arguments that are allowed need fewer

// P(a, x) by its power series (DLMF §8.7.1), which converges fast where x is below a.
double lower_by_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int n = 1; n < kMostTerms && term > sum * kEnough; ++n) sum += term *= x / (a + n);
  return sum * std::exp(a * std::log(x) - x - std::lgamma(a));
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
  return fraction * std::exp(a * std::log(x) - x - std::lgamma(a));
}

}  // namespace

double upper_incomplete_gamma(double a, double x) {
  return x < a + 1 ? 1 - lower_by_series(a, x) : upper_by_fraction(a, x);
}

}  // namespace sws
