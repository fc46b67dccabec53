// The classes of ASCII characters that the grammars of RFC 5234 (appendix B.1) build on, whatever the locale is.
#pragma once

namespace sws {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace sws
