#include "frontend/chart/decimal.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "shared/counting.hpp"
#include "shared/json_double.hpp"

namespace sws {
namespace {

constexpr int kMostPlace = 11;    // a number of up to twelve digits before its point needs no exponent
constexpr int kLeastPlace = -4;   // nor does a number down to 0.0001
constexpr int kMostDecimals = 6;  // of a number with exponent
constexpr int kMostDigits = 12;   // of a number without exponent, before and behind its point
constexpr int kRangeDigits = 3;   // a thousandth of a range is seen in a chart
constexpr int kLoneDigits = 6;    // of a number that stays the same

// Returns the power of ten of the first digit of `number`, or 0 for 0.
int place_of(double number) {
  const Decimal decimal = decimal_of(number);
  return decimal.digits.empty() ? 0 : decimal.point - 1;
}

// Takes the zeros away that begin and end the digits.
Decimal trimmed(Decimal number) {
  std::string& digits = number.digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  const std::size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, zeros);
  number.point = digits.empty() ? 0 : number.point - static_cast<int>(zeros);
  return number;
}

// Returns the digits of the number rounded to a multiple of 10^-decimals, as a whole number of such multiples.
std::string rounded(const Decimal& number, int decimals) {
  const int kept = number.point + decimals;
  if (kept < 0 || number.digits.empty()) return "0";
  const auto count = static_cast<std::size_t>(kept);
  const bool is_up = count < number.digits.size() && number.digits[count] >= '5';
  std::string digits = '0' + number.digits.substr(0, count);
  digits.resize(count + 1, '0');
  if (is_up) {
    std::size_t at = count;
    while (digits[at] == '9') digits[at--] = '0';
    ++digits[at];
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

}  // namespace

Decimal decimal_of(std::string_view json) {
  Decimal number;
  number.is_negative = json.starts_with('-');
  bool is_behind_point = false;
  std::size_t at = number.is_negative ? 1 : 0;
  for (; at < json.size() && json[at] != 'e' && json[at] != 'E'; ++at) {
    if (json[at] == '.') {
      is_behind_point = true;
    } else {
      number.digits += json[at];
      if (!is_behind_point) ++number.point;
    }
  }
  if (at < json.size()) {
    json.remove_prefix(at + 1);
    if (json.starts_with('+')) json.remove_prefix(1);
    std::int64_t exponent = 0;  // the page has this conversion already, for its form
    std::from_chars(json.data(), json.data() + json.size(), exponent);
    number.point += static_cast<int>(exponent);
  }
  return trimmed(std::move(number));
}

Decimal decimal_of(double number) {
  return decimal_of(json_text(number));
}

NumberFormat format_for(double largest, int decimals) {
  const int place = place_of(largest);
  if (place >= kLeastPlace && place <= kMostPlace) {
    return {std::clamp(decimals, 0, kMostDigits - 1 - std::max(place, 0)), 0};
  }
  return {std::clamp(decimals + place, 0, kMostDecimals), place};
}

int decimals_within(double lowest, double highest) {
  const double span = std::min(highest - lowest, std::numeric_limits<double>::max());
  if (span > 0) return kRangeDigits - place_of(span);
  return kLoneDigits - 1 - place_of(highest);
}

std::string written(const Decimal& number, NumberFormat format) {
  const auto decimals = static_cast<std::size_t>(format.decimals);
  std::string text = rounded(number, format.decimals - format.exponent);
  const bool is_zero = text == "0";
  if (is_zero && format.exponent != 0) return text;
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  const std::size_t point = text.size() - decimals;
  if (decimals > 0) text.insert(point, 1, '.');
  group_digits(text, 0, point);
  if (number.is_negative && !is_zero) text.insert(0, 1, '-');
  if (format.exponent != 0) (text += 'e') += std::to_string(format.exponent);
  return text;
}

std::string written(double number, NumberFormat format) {
  const Decimal decimal = decimal_of(number);
  const bool loses_all = !decimal.digits.empty() && decimal.point + format.decimals <= format.exponent;
  if (loses_all) format = format_for(number, std::min(decimal.decimals(), decimals_within(number, number)));
  return written(decimal, format);
}

}  // namespace sws
