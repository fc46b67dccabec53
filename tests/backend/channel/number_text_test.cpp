#include "backend/channel/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sws {
namespace {

double read(std::string_view text) {
  const auto number = read_number(text);
  EXPECT_TRUE(number) << text << " " << number.error();
  return number ? *number : std::nan("");
}

std::string error_of(std::string_view text) {
  const auto number = read_number(text);
  return number ? "" : number.error();
}

TEST(NumberText, IsReadAsTheNearestDouble) {
  EXPECT_EQ(read("21.5"), 21.5);
  EXPECT_EQ(read("-7"), -7);
  EXPECT_EQ(read("0.1"), 0.1);
  EXPECT_EQ(read("2.5E+3"), 2'500);
  EXPECT_EQ(read("1e-3"), 0.001);
  EXPECT_EQ(read("9007199254740993"), 9'007'199'254'740'992.0);  // the double with the even mantissa
  EXPECT_EQ(read("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(read("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(read("0e99999999999999999999"), 0);
  EXPECT_TRUE(std::signbit(read("-0")));
}

TEST(NumberText, TooSmallForADoubleIsZero) {
  EXPECT_EQ(read("1e-400"), 0);
  EXPECT_TRUE(std::signbit(read("-1e-400")));
}

TEST(NumberText, TooLargeForADoubleIsAnError) {
  for (const char* text : {"1e400", "-1e400", "1.7976931348623159e308", "1e99999999999999999999"}) {
    EXPECT_EQ(error_of(text), "is too large, because numbers are less than 1.8e308") << text;
  }
  EXPECT_NE(error_of(std::string(400, '9')), "");
}

TEST(NumberText, ThatJsonWouldNotHaveIsAnErrorThatSaysWhy) {
  EXPECT_EQ(error_of(""), "is empty");
  EXPECT_EQ(error_of(".5"), "has no digit before its point");
  EXPECT_EQ(error_of("-.5"), "has no digit before its point");
  EXPECT_EQ(error_of("5."), "has no digit behind its point");
  EXPECT_EQ(error_of("5.e1"), "has no digit behind its point");
  EXPECT_EQ(error_of("5e"), "has no digit behind its e");
  EXPECT_EQ(error_of("5e+"), "has no digit behind its e");
  EXPECT_EQ(error_of("+5"), "has a + at its beginning, which JSON does not allow");
  EXPECT_EQ(error_of("007"), "has a 0 at its beginning, which JSON does not allow");
  EXPECT_EQ(error_of("1,5"), "has a comma, and JSON writes a point");
  for (const char* text :
       {"nan", "NaN", "inf", "-Infinity", "0x10", "1 2", " 1", "1 ", "--1", "-", "true", "1_000"}) {
    EXPECT_EQ(error_of(text), "is not a number") << text;
  }
}

TEST(TextInQuotes, ShowsWhatCannotBeSeenAndOnlyTheBeginning) {
  EXPECT_EQ(in_quotes("21\t5\n\xff"), R"('21\t5\n\xff')");
  EXPECT_EQ(in_quotes(std::string(50, 'x')), "'" + std::string(40, 'x') + "...'");
  EXPECT_EQ(in_quotes(std::string(39, 'x') + "äx"), "'" + std::string(39, 'x') + "...'");  // no half of a character
}

}  // namespace
}  // namespace sws
