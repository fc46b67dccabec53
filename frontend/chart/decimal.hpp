// Numbers as decimal digits: rounds and writes the numbers of a received channel, which may be fractions, huge or
// tiny, with the same number of decimals for all that are shown together. It counts with digits and never with
// floating-point numbers, so that it rounds what people read: 2.675 with two decimals is 2.68. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// The number 0.DIGITS × 10^point, or its negative.
struct Decimal {
  bool is_negative = false;
  std::string digits;  // neither the first nor the last is 0; empty for 0
  int point = 0;       // how many digits stand before the decimal point, if it is positive

  // How many decimals the number has. It is negative if the number has zeros before its point: -2 for 500.
  int decimals() const { return static_cast<int>(digits.size()) - point; }
};

Decimal decimal_of(std::string_view json);  // REQUIRES: `json` is a number of JSON (RFC 8259 §6)
Decimal decimal_of(double number);          // REQUIRES: it is finite

// How numbers that are shown together are written: with `decimals` digits behind the point, as multiples of
// 10^exponent.
struct NumberFormat {
  int decimals = 0, exponent = 0;
  bool operator==(const NumberFormat&) const = default;
};

// Returns the format for numbers whose absolute values reach up to `largest` and that need `decimals` decimals,
// which may be negative as above. Usual numbers have no exponent, and no text is longer than 17 characters.
NumberFormat format_for(double largest, int decimals);

// Returns how many decimals tell numbers of the range from `lowest` to `highest` apart well enough: a step of the
// last decimal is a thousandth of the range or a little less.
int decimals_within(double lowest, double highest);

// Writes `number` in `format`, rounded half away from zero: "21.50", "-0.3", "1,000", "1.25e-9".
std::string written(const Decimal& number, NumberFormat format);

// Writes `number` in `format` too, unless nothing but zeros would be left of it: then it has a format of its own.
// REQUIRES: it is finite.
std::string written(double number, NumberFormat format);

}  // namespace sws
