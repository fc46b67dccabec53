#include "backend/process/visible_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

namespace sws {
namespace {

// Unicode's control and format characters, the blanks other than the space, and characters that have no shape.
constexpr std::array<std::pair<char32_t, char32_t>, 24> kInvisible = {{
    {0x0, 0x1f},      {0x7f, 0xa0},     {0xad, 0xad},     {0x34f, 0x34f},   {0x600, 0x605},   {0x61c, 0x61c},
    {0x6dd, 0x6dd},   {0x70f, 0x70f},   {0x115f, 0x1160}, {0x1680, 0x1680}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
    {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xe000, 0xf8ff}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0x10ffff},
}};

bool is_invisible(char32_t character) {
  return std::any_of(kInvisible.begin(), kInvisible.end(),
                     [=](const auto& range) { return character >= range.first && character <= range.second; });
}

struct Decoded {
  char32_t character = 0;
  std::size_t size = 0;  // bytes; 0 if the text does not begin with a character in UTF-8
};

// The first character of `text`, which is not empty.
Decoded decode_first(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return {};
  char32_t character = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    character = character << 6 | (byte(i) & 0x3fU);
  }
  const bool is_overlong = (size == 3 && character < 0x800) || (size == 4 && character < 0x10000);
  const bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
  return is_overlong || is_surrogate || character > 0x10ffff ? Decoded{} : Decoded{character, size};
}

std::string hexadecimal(const char* format, unsigned value) {
  std::array<char, 16> text;
  const int size = std::snprintf(text.data(), text.size(), format, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string written_out(char32_t character) {
  switch (character) {
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return hexadecimal("\\u{%x}", static_cast<unsigned>(character));
  }
}

std::string written_out_if(bool (*is_unwanted)(char32_t), std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const Decoded next = decode_first(text);
    if (next.size == 0) {
      result += hexadecimal("\\x%02x", static_cast<std::uint8_t>(text[0]));
    } else if (is_unwanted(next.character)) {
      result += written_out(next.character);
    } else {
      result += text.substr(0, next.size);
    }
    text.remove_prefix(std::max<std::size_t>(1, next.size));
  }
  return result;
}

}  // namespace

std::string visible(std::string_view text) {
  return written_out_if(is_invisible, text);
}

std::string visible_beyond_controls(std::string_view text) {
  return written_out_if([](char32_t character) { return character >= 0x20 && is_invisible(character); }, text);
}

}  // namespace sws
