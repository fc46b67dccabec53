#include "frontend/stream/excerpt.hpp"

#include <algorithm>

namespace sws {
namespace {

// The first character of a text: whether the excerpt keeps, replaces or leaves it out, and how many bytes it has.
struct Fate {
  enum { keep, blank, drop } what;
  std::size_t bytes;
};

Fate fate(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  if (at(0) < 0x20 || at(0) == 0x7F) return {Fate::blank, 1};
  if (at(0) == 0xC2 && at(1) < 0xA0) return {Fate::blank, 2};  // U+0080 to U+009F: C1
  if (at(0) == 0xD8 && at(1) == 0x9C) return {Fate::drop, 2};  // U+061C: a mark of direction
  if (at(0) != 0xE2) return {Fate::keep, 1};
  if (at(1) == 0x80) {
    if (at(2) == 0xA8 || at(2) == 0xA9) return {Fate::blank, 3};  // U+2028, U+2029: separators
    if (at(2) == 0x8E || at(2) == 0x8F) return {Fate::drop, 3};   // U+200E, U+200F: marks of direction
    if (at(2) >= 0xAA && at(2) <= 0xAE) return {Fate::drop, 3};   // U+202A to U+202E
  }
  if (at(1) == 0x81 && at(2) >= 0xA6 && at(2) <= 0xA9) return {Fate::drop, 3};  // U+2066 to U+2069
  return {Fate::keep, 1};
}

std::string without_steering(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const auto [what, bytes] = fate(text);
    if (what == Fate::keep) clean += text.front();
    if (what == Fate::blank) clean += ' ';
    text.remove_prefix(std::min(bytes, text.size()));
  }
  clean.erase(0, std::min(clean.find_first_not_of(' '), clean.size()));
  clean.erase(clean.find_last_not_of(' ') + 1);
  return clean;
}

}  // namespace

std::string excerpt(std::string_view raw, std::size_t most) {
  const std::string text = without_steering(raw);
  std::size_t end = std::min(text.size(), most);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string beginning = text.substr(0, end);
  if (end < text.size()) beginning += "…";
  return beginning;
}

}  // namespace sws
