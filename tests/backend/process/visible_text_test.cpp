#include "backend/process/visible_text.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(VisibleText, LeavesWhatCanBeSeen) {
  for (const char* text : {"", "--port is '8000'", "Größe 72 €", "数", "\U0001f600", "C:\\new"}) {
    EXPECT_EQ(visible(text), text);
  }
}

TEST(VisibleText, WritesOutWhatCannotBeSeen) {
  EXPECT_EQ(visible("80\r"), "80\\r");
  EXPECT_EQ(visible("a\nb\tc"), "a\\nb\\tc");
  EXPECT_EQ(visible(std::string_view("\0\x1b[2J", 5)), "\\u{0}\\u{1b}[2J");
  EXPECT_EQ(visible("\ufeffport"), "\\u{feff}port");               // a byte order mark
  EXPECT_EQ(visible("1\u00a0000"), "1\\u{a0}000");                 // a no-break space
  EXPECT_EQ(visible("a\u200bb\u202ec"), "a\\u{200b}b\\u{202e}c");  // no width; the direction of writing
  EXPECT_EQ(visible("\u2028\u3000\U000e0041"), "\\u{2028}\\u{3000}\\u{e0041}");
  EXPECT_EQ(visible("\x7f\u0085"), "\\u{7f}\\u{85}");
}

TEST(VisibleText, WritesOutBytesThatAreNotUtf8) {
  EXPECT_EQ(visible("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(visible("caf\xe9"), "caf\\xe9");  // Latin-1
  EXPECT_EQ(visible("\xc3"), "\\xc3");        // the text ends inside a character
  EXPECT_EQ(visible("\xe2\x82"), "\\xe2\\x82");
  EXPECT_EQ(visible("\xc0\xaf"), "\\xc0\\xaf");  // overlong
  EXPECT_EQ(visible("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");
  EXPECT_EQ(visible("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half of a surrogate pair
  EXPECT_EQ(visible("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond Unicode
  EXPECT_EQ(visible("\xe2\x28\xa1"), "\\xe2(\\xa1");
}

TEST(VisibleText, LeavesControlCharactersToAFormatThatWritesThemOut) {
  EXPECT_EQ(visible_beyond_controls("a\tb\r\n"), "a\tb\r\n");
  EXPECT_EQ(visible_beyond_controls("\ufeffa\x7f\xff"), "\\u{feff}a\\u{7f}\\xff");
}

}  // namespace
}  // namespace sws
