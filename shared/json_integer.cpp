#include "shared/json_integer.hpp"

#include <charconv>
#include <string>

namespace sws {
namespace {

constexpr std::int64_t kMaxDigits = 18;               // 10^18 − 1 fits 64 bits
constexpr std::int64_t kMaxExponent = 1'000'000'000;  // larger than the digits of any text here can compensate

}  // namespace

std::optional<std::int64_t> json_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t exponent = 0;  // the value is digits × 10^exponent
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    if (error != std::errc() || exponent > kMaxExponent || exponent < -kMaxExponent) {
      exponent = digits.starts_with('-') ? -kMaxExponent : kMaxExponent;
    }
    text = text.substr(0, e);
  }
  std::string digits;
  if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
    exponent -= static_cast<std::int64_t>(text.size() - point - 1);
    digits = text.substr(0, point);
    digits += text.substr(point + 1);
  } else {
    digits = text;
  }
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return 0;
  if (exponent < 0 || static_cast<std::int64_t>(digits.size()) + exponent > kMaxDigits) return std::nullopt;
  std::int64_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  for (; exponent > 0; --exponent) value *= 10;
  return negative ? -value : value;
}

}  // namespace sws
