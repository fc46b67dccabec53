#include "shared/json_double.hpp"

#include <cmath>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#include <charconv>
#include <cstdlib>
#endif

namespace sws {
namespace {

#ifdef __EMSCRIPTEN__
// The C++ library of Emscripten 3.1.6 converts no double, and its C library brings 8 kB for it. JavaScript's own
// conversions are exact as well (ECMA-262, Number.prototype.toString and StringToNumber).
// clang-format off
EM_JS(double, number_from, (const char* text, std::size_t size), {
  return Number(UTF8ToString(text, size));
});
EM_JS(std::size_t, text_from, (double number, char* text), {
  const digits = String(number);
  for (let i = 0; i < digits.length; ++i) HEAPU8[text + i] = digits.charCodeAt(i);
  return digits.length;
});
// clang-format on
#endif

}  // namespace

#ifdef __EMSCRIPTEN__

std::optional<double> json_double(std::string_view text) {
  const double number = number_from(text.data(), text.size());
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string json_text(double number) {
  char text[32];  // 24 characters at most
  return {text, text_from(number, text)};
}

#else

std::optional<double> json_double(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // std::from_chars() does not say whether a number is too large or too small, which is 0.
  if (error != std::errc()) number = std::strtod(std::string(text).c_str(), nullptr);
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string json_text(double number) {
  char text[48];  // 25 characters at most
  const double size = std::abs(number);
  const bool has_exponent = size >= 1e21 || (size < 1e-6 && size > 0);
  const auto format = has_exponent ? std::chars_format::scientific : std::chars_format::fixed;
  std::string spelled(text, std::to_chars(text, text + sizeof text, number, format).ptr);
  const std::size_t e = spelled.find('e');  // std::to_chars() writes two digits behind it at least
  if (e != std::string::npos && spelled[e + 2] == '0') spelled.erase(e + 2, 1);
  return spelled;
}

#endif

}  // namespace sws
