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

TEST(Excerpt, HasNoCharactersThatSteerTheDisplay) {
  EXPECT_EQ(excerpt("a\x7f\xc2\x85\xc2\x9f"
                    "b",
                    10),
            "a   b");                                            // DEL and two of C1
  EXPECT_EQ(excerpt("a\xe2\x80\xa8\xe2\x80\xa9z", 10), "a  z");  // separators of lines and paragraphs
  EXPECT_EQ(excerpt("\u202a\u202b\u202c\u202d\u202eab\u2066\u2067\u2068\u2069", 2), "ab");
  EXPECT_EQ(excerpt("\u200e\u200f\u061c", 9), "");
  EXPECT_EQ(excerpt("\u00a0\u202f\u2070\u061b\u2027", 90), "\u00a0\u202f\u2070\u061b\u2027");  // their neighbours
}

}  // namespace
}  // namespace sws
