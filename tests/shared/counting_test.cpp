#include "shared/counting.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(Counting, ThousandsAreSeparated) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-2'147'483'648), "-2,147,483,648");
  EXPECT_EQ(grouped(123'456), "123,456");
}

TEST(Counting, OneIsSingular) {
  EXPECT_EQ(counted(0, "number"), "0 numbers");
  EXPECT_EQ(counted(1, "key"), "1 key");
  EXPECT_EQ(counted(4096, "number"), "4,096 numbers");
}

TEST(Counting, PeopleCountFromOne) {
  EXPECT_EQ(number_named(0), "number 1");
  EXPECT_EQ(number_named(999), "number 1,000");
}

}  // namespace
}  // namespace sws
