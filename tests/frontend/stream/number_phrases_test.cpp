#include "frontend/stream/number_phrases.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(NumberPhrases, CountOneThingInTheSingular) {
  EXPECT_EQ(counted(0, "number"), "0 numbers");
  EXPECT_EQ(counted(1, "number"), "1 number");
  EXPECT_EQ(counted(2, "number"), "2 numbers");
  EXPECT_EQ(counted(18'446'744'073'709'551'615u, "alarm"), "-1 alarms");
}

TEST(NumberPhrases, SayHowManyOfHowManyAreVerified) {
  EXPECT_EQ(count_verified(17, 1000), "17 of 1,000 numbers verified");
  EXPECT_EQ(count_verified(1, 1), "1 of 1 number verified");
}

TEST(NumberPhrases, NameOneNumberOrARunOfThem) {
  EXPECT_EQ(numbers_named(7, 7), "number 8");
  EXPECT_EQ(numbers_named(7, 9), "numbers 8 to 10");
}

}  // namespace
}  // namespace sws
