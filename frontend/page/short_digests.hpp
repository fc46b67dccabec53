// Digests in a sentence, shortened for the status line: nobody reads 64 digits, and a screen reader would speak
// each. The files that the page offers have them whole. Pure functions.
#pragma once

#include <string>

namespace sws {

// Keeps the first 8 of every 64 hexadecimal digits in a row, and writes "…" in place of the others.
std::string with_short_digests(const std::string& text);

}  // namespace sws
