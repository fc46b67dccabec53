#include "shared/json_integer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sws {
namespace {

TEST(JsonInteger, IsTheSameInEverySpelling) {
  for (const std::string_view text :
       {"72", "72.0", "72.000", "7.2e1", "7.2E+1", "720e-1", "0.72e2", "0.0072e4", "7200.00e-2", "72e0", "72e-0"}) {
    EXPECT_EQ(json_integer(text), 72) << text;
  }
  for (const std::string_view text : {"-72", "-72.0", "-7.2e1", "-720e-1"})
    EXPECT_EQ(json_integer(text), -72) << text;
}

TEST(JsonInteger, ZeroHasManySpellings) {
  for (const std::string_view text :
       {"0", "-0", "0.0", "0e5", "0e-5", "-0.00E+7", "0e999999999999", "0e-999999999999"}) {
    EXPECT_EQ(json_integer(text), 0) << text;
  }
}

TEST(JsonInteger, RefusesAFractionHoweverSmall) {
  for (const std::string_view text : {"0.5", "72.5", "7.25e1", "1e-1", "72.0000000000000000000000000000000001",
                                      "1e-400", "1e-99999999999999999999"}) {
    EXPECT_FALSE(json_integer(text)) << text;
  }
}

TEST(JsonInteger, HasAtMostEighteenDigits) {
  EXPECT_EQ(json_integer("999999999999999999"), 999'999'999'999'999'999);
  EXPECT_EQ(json_integer("-999999999999999999"), -999'999'999'999'999'999);
  EXPECT_EQ(json_integer("1e17"), 100'000'000'000'000'000);
  for (const std::string_view text : {"1000000000000000000", "1e18", "1e400", "1e99999999999999999999",
                                      "9223372036854775808", "18446744073709551616"}) {
    EXPECT_FALSE(json_integer(text)) << text;
  }
}

TEST(JsonInteger, CountsDigitsAndExponentTogetherHoweverLong) {
  const std::string zeros(2'000'000, '0');
  EXPECT_EQ(json_integer("5" + zeros + "e-2000000"), 5);
  EXPECT_EQ(json_integer("0." + zeros + "5e2000001"), 5);
  EXPECT_FALSE(json_integer("5" + zeros + "e-2000001"));
  EXPECT_FALSE(json_integer("5" + zeros + "e-99999999999"));
}

}  // namespace
}  // namespace sws
