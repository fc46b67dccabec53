#include "frontend/stream/excerpt.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(Excerpt, KeepsAShortTextAndCutsALongOneBetweenCharacters) {
  EXPECT_EQ(excerpt("", 4), "");
  EXPECT_EQ(excerpt("four", 4), "four");
  EXPECT_EQ(excerpt("fives", 4), "five…");
  EXPECT_EQ(excerpt("abcü", 4), "abc…");  // the last character has two bytes
  EXPECT_EQ(excerpt("abü", 4), "abü");
}

TEST(Excerpt, HasNoControlCharacters) {
  EXPECT_EQ(excerpt("a\tb\nc", 10), "a b c");
}

}  // namespace
}  // namespace sws
