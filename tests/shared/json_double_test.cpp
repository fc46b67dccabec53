#include "shared/json_double.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace sws {
namespace {

TEST(JsonDouble, ReadsEverySpellingOfANumber) {
  EXPECT_EQ(json_double("21.5"), 21.5);
  EXPECT_EQ(json_double("-0.1"), -0.1);
  EXPECT_EQ(json_double("2.15e1"), 21.5);
  EXPECT_EQ(json_double("215E-1"), 21.5);
  EXPECT_EQ(json_double("1e+3"), 1000.0);
  EXPECT_EQ(json_double("0.000000001"), 1e-9);
  EXPECT_EQ(json_double("123456789012345678901234567890"), 123456789012345678901234567890.0);
  EXPECT_TRUE(std::signbit(*json_double("-0")));
}

TEST(JsonDouble, RoundsToTheNearestNumber) {
  EXPECT_EQ(json_double("9007199254740993"), 9007199254740992.0);
  EXPECT_EQ(json_double("9007199254740993.00000000000000000001"), 9007199254740994.0);
  EXPECT_EQ(json_double("2.2250738585072011e-308"), 2.2250738585072011e-308);
}

TEST(JsonDouble, TakesANumberThatIsTooSmallFor0) {
  EXPECT_EQ(json_double("1e-400"), 0.0);
  EXPECT_EQ(json_double("-1e-99999"), 0.0);
  EXPECT_EQ(json_double("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(json_double("5e-324"), 5e-324);
}

TEST(JsonDouble, IsNothingForANumberThatIsTooLarge) {
  EXPECT_EQ(json_double("1e400"), std::nullopt);
  EXPECT_EQ(json_double("-1.8e308"), std::nullopt);
  EXPECT_EQ(json_double("1" + std::string(400, '0')), std::nullopt);
  EXPECT_EQ(json_double("1" + std::string(800, '0') + "e-100"), std::nullopt);
  EXPECT_EQ(json_double("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(JsonText, IsShort) {
  EXPECT_EQ(json_text(21.5), "21.5");
  EXPECT_EQ(json_text(0.1), "0.1");
  EXPECT_EQ(json_text(-3), "-3");
  EXPECT_EQ(json_text(100'000), "100000");
  EXPECT_EQ(json_text(0.000001), "0.000001");
  EXPECT_EQ(json_text(1e-9), "1e-9");
  EXPECT_EQ(json_text(-2.5e-12), "-2.5e-12");
  EXPECT_EQ(json_text(1e20), "100000000000000000000");
  EXPECT_EQ(json_text(1e21), "1e+21");
  EXPECT_EQ(json_text(0), "0");
  EXPECT_LE(json_text(-2.2250738585072014e-308).size(), 24u);
}

TEST(JsonText, ReadsBackEqual) {
  std::mt19937_64 bits(15);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t pattern = bits();
    double number = 0;
    std::memcpy(&number, &pattern, sizeof number);
    if (!std::isfinite(number)) continue;
    EXPECT_EQ(json_double(json_text(number)), number) << json_text(number);
  }
}

}  // namespace
}  // namespace sws
