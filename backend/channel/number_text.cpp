#include "backend/channel/number_text.hpp"

#include <algorithm>

#include "backend/process/visible_text.hpp"
#include "shared/ascii.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

constexpr std::size_t kMaxQuoted = 40;  // bytes: enough to find the text again

// Removes the digits at the beginning of `text` and returns how many there were.
std::size_t take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  text.remove_prefix(count);
  return count;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// Returns nothing, or how `text` differs from number = [ "-" ] int [ frac ] [ exp ] (RFC 8259 §6).
const char* difference_from_json(std::string_view text) {
  if (text.empty()) return "is empty";
  if (text.starts_with('+')) return "has a + at its beginning, which JSON does not allow";
  take(text, "-");
  const std::string_view whole = text;
  const std::size_t digits = take_digits(text);
  if (digits == 0) return text.starts_with('.') ? "has no digit before its point" : "is not a number";
  if (digits > 1 && whole.front() == '0') return "has a 0 at its beginning, which JSON does not allow";
  if (take(text, ".") && take_digits(text) == 0) return "has no digit behind its point";
  if (take(text, "eE")) {
    take(text, "+-");
    if (take_digits(text) == 0) return "has no digit behind its e";
  }
  if (text.starts_with(',')) return "has a comma, and JSON writes a point";
  return text.empty() ? nullptr : "is not a number";
}

}  // namespace

boost::system::result<double, std::string> read_number(std::string_view text) {
  if (const char* difference = difference_from_json(text)) return std::string(difference);
  if (const auto number = json_double(text)) return *number;
  return std::string("is too large, because numbers are less than 1.8e308");
}

std::string in_quotes(std::string_view text) {
  const bool is_long = text.size() > kMaxQuoted;
  std::size_t end = std::min(text.size(), kMaxQuoted);
  while (is_long && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string("'").append(visible(text.substr(0, end))).append(is_long ? "...'" : "'");
}

}  // namespace sws
