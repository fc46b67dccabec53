// The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a): the probability that a χ² value with 2a
// degrees of freedom is above 2x (NIST DLMF §8.2).
#pragma once

namespace sws {

// REQUIRES: a > 0, x ≥ 0. Relative error below 1e-10 for a up to 1000.
double upper_incomplete_gamma(double a, double x);

}  // namespace sws
