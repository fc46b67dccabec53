#include "frontend/chart/decimal.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sws {
namespace {

std::string text(std::string_view json, int decimals, int exponent = 0) {
  return written(decimal_of(json), {decimals, exponent});
}

TEST(DecimalTest, WritesAFixedNumberOfDecimals) {
  EXPECT_EQ(text("21.5", 2), "21.50");
  EXPECT_EQ(text("21", 0), "21");
  EXPECT_EQ(text("21", 1), "21.0");
  EXPECT_EQ(text("0.001", 3), "0.001");
  EXPECT_EQ(text("0.001", 5), "0.00100");
  EXPECT_EQ(text("123456789.123", 3), "123,456,789.123");
  EXPECT_EQ(text("123456789.123", 1), "123,456,789.1");
  EXPECT_EQ(text("1000", 0), "1,000");
  EXPECT_EQ(text("-1000", 3), "-1,000.000");
  EXPECT_EQ(text("999", 0), "999");
  EXPECT_EQ(text("-273.15", 2), "-273.15");
}

TEST(DecimalTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(text("2.675", 2), "2.68");
  EXPECT_EQ(text("-2.675", 2), "-2.68");
  EXPECT_EQ(text("2.6749999", 2), "2.67");
  EXPECT_EQ(text("0.5", 0), "1");
  EXPECT_EQ(text("0.05", 1), "0.1");
  EXPECT_EQ(text("0.04", 1), "0.0");
  EXPECT_EQ(text("0.005", 1), "0.0");
  EXPECT_EQ(text("9.99", 1), "10.0");
  EXPECT_EQ(text("999.5", 0), "1,000");
  EXPECT_EQ(text("99999999.999", 2), "100,000,000.00");
}

TEST(DecimalTest, ZeroHasNoSign) {
  EXPECT_EQ(text("0", 0), "0");
  EXPECT_EQ(text("-0", 0), "0");
  EXPECT_EQ(text("-0.0", 2), "0.00");
  EXPECT_EQ(text("-0.004", 2), "0.00");
  EXPECT_EQ(text("-0.005", 2), "-0.01");
  EXPECT_EQ(text("0e5", 1), "0.0");
}

TEST(DecimalTest, ReadsEveryFormThatJsonHas) {
  EXPECT_EQ(text("1e-9", 9), "0.000000001");
  EXPECT_EQ(text("1E-9", 10), "0.0000000010");
  EXPECT_EQ(text("1e21", 0), "1,000,000,000,000,000,000,000");
  EXPECT_EQ(text("1e+21", 0), "1,000,000,000,000,000,000,000");
  EXPECT_EQ(text("1.5e3", 0), "1,500");
  EXPECT_EQ(text("12.5e-1", 3), "1.250");
  EXPECT_EQ(text("100e-2", 0), "1");
  EXPECT_EQ(text("1.7976931348623157e308", 0).size(), 309u + 102u);
  EXPECT_EQ(text("5e-324", 3), "0.000");
}

TEST(DecimalTest, WritesMultiplesOfAPowerOfTen) {
  EXPECT_EQ(text("1.25e-9", 2, -9), "1.25e-9");
  EXPECT_EQ(text("3e-9", 2, -9), "3.00e-9");
  EXPECT_EQ(text("-4e-10", 1, -9), "-0.4e-9");
  EXPECT_EQ(text("1.5e21", 1, 21), "1.5e21");
  EXPECT_EQ(text("5", 1, 21), "0");
  EXPECT_EQ(text("5e20", 0, 21), "1e21");
}

TEST(DecimalTest, ANumberOfWhichOnlyZerosWouldBeLeftHasAFormatOfItsOwn) {
  EXPECT_EQ(written(5, {3, 308}), "5");
  EXPECT_EQ(written(-0.00001, {3, 308}), "-1e-5");
  EXPECT_EQ(written(1e300, {3, 308}), "1e300");
  EXPECT_EQ(written(0.04, {1, 0}), "0.04");
  EXPECT_EQ(written(1.0 / 3e5, {1, 0}), "3.33333e-6");
  EXPECT_EQ(written(0.05, {2, 0}), "0.05");
  EXPECT_EQ(written(0.4, {1, 0}), "0.4");
  EXPECT_EQ(written(0.0, {3, 308}), "0");
  EXPECT_EQ(written(-0.0, {1, 0}), "0.0");
}

TEST(DecimalTest, CountsDecimals) {
  EXPECT_EQ(decimal_of("21.50").decimals(), 1);
  EXPECT_EQ(decimal_of("21").decimals(), 0);
  EXPECT_EQ(decimal_of("500").decimals(), -2);
  EXPECT_EQ(decimal_of("1.25e-9").decimals(), 11);
  EXPECT_EQ(decimal_of("0").decimals(), 0);
}

TEST(DecimalTest, TakesTheShortestDigitsThatMeanADouble) {
  EXPECT_EQ(written(decimal_of(-2.5), {1, 0}), "-2.5");
  EXPECT_EQ(written(decimal_of(-0.0), {1, 0}), "0.0");
  EXPECT_EQ(decimal_of(0.1).digits, "1");
}

TEST(DecimalTest, UsualNumbersHaveNoExponent) {
  EXPECT_EQ(format_for(100, 1), (NumberFormat{1, 0}));
  EXPECT_EQ(format_for(100, -1), (NumberFormat{0, 0}));
  EXPECT_EQ(format_for(0, 0), (NumberFormat{0, 0}));
  EXPECT_EQ(format_for(0.0001, 6), (NumberFormat{6, 0}));
  EXPECT_EQ(format_for(123456789.123, 3), (NumberFormat{3, 0}));
  EXPECT_EQ(format_for(123456789.123, 9), (NumberFormat{3, 0}));
  EXPECT_EQ(format_for(999999999999.0, 0), (NumberFormat{0, 0}));
}

TEST(DecimalTest, HugeAndTinyNumbersHaveOne) {
  EXPECT_EQ(format_for(1e12, -12), (NumberFormat{0, 12}));
  EXPECT_EQ(format_for(1e21, -19), (NumberFormat{2, 21}));
  EXPECT_EQ(format_for(1e21, 17), (NumberFormat{6, 21}));
  EXPECT_EQ(format_for(3e-9, 11), (NumberFormat{2, -9}));
}

TEST(DecimalTest, ARangeSaysHowManyDecimalsAreSeen) {
  EXPECT_EQ(decimals_within(0, 100), 1);
  EXPECT_EQ(decimals_within(21, 21.5), 4);
  EXPECT_EQ(decimals_within(-1e6, 1e6), -3);
  EXPECT_EQ(decimals_within(0, 1e-9), 12);
  EXPECT_EQ(decimals_within(21.5, 21.5), 4);
  EXPECT_EQ(decimals_within(0, 0), 5);
}

TEST(DecimalTest, NoTextIsLongerThanSeventeenCharacters) {
  for (int place = -320; place <= 307; ++place) {
    const std::string json = "-9.8765432109876543e" + std::to_string(place);
    const std::string shown = written(decimal_of(json), format_for(9.8765432109876543 * std::pow(10, place), 999));
    EXPECT_LE(shown.size(), 17u) << shown;
  }
}

}  // namespace
}  // namespace sws
