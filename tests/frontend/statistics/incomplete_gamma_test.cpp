#include "frontend/statistics/incomplete_gamma.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

// The reference values come from mpmath's gammainc with 30 digits.
TEST(IncompleteGamma, AgreesWithReferenceValues) {
  const struct {
    double a, x, q;
  } references[] = {
      {0.5, 0.5, 0.3173105078629141},    {0.5, 10, 7.7442164310440836e-6},  {1, 1, 0.36787944117144232},
      {2.5, 3.2, 0.26921879898710357},   {9.5, 7.6, 0.70980384901996817},   {9.5, 19.37, 0.0047718280495754954},
      {9.5, 9.5, 0.45683612559196238},   {9.5, 10.49, 0.33790705976602137}, {9.5, 10.51, 0.3356968490482929},
      {50, 20, 0.99999998754107392},     {50, 90, 1.6494985017178248e-6},   {500, 400, 0.99999918906189212},
      {500, 500, 0.49405285382923964},   {500, 620, 2.8152332289542097e-7}, {9.5, 0.001, 1},
      {1, 700, 9.8596765437597709e-305},
  };
  for (const auto& [a, x, q] : references) {
    EXPECT_NEAR(upper_incomplete_gamma(a, x) / q, 1, 1e-10) << a << ", " << x;
  }
}

TEST(IncompleteGamma, IsOneAtZero) {
  EXPECT_EQ(upper_incomplete_gamma(3, 0), 1);
}

}  // namespace
}  // namespace sws
