#include "frontend/page/stream_form.hpp"

#include <charconv>
#include <limits>
#include <optional>

#include "shared/counting.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using Int32 = std::numeric_limits<std::int32_t>;

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Returns the value of field number `field`, if it has one. If the field is wrong and no field before it was, the
// problem says so.
std::optional<std::int64_t> read(const StreamForm& form, unsigned field, const char* name, std::int64_t lowest,
                                 std::int64_t highest, FormReading& reading) {
  const std::string& text = form.*kFormFields[field].text;
  if (text.empty() && (form.unreadable >> field & 1) == 0) return std::nullopt;
  const auto value = whole_number(text);
  if (value && *value >= lowest && *value <= highest) return value;
  reading.wrong |= 1U << field;
  if (reading.problem.empty()) {
    reading.problem =
        joined({"The ", name, " must be a whole number from ", grouped(lowest), " to ", grouped(highest), "."});
  }
  return std::nullopt;
}

}  // namespace

FormReading read_form(const StreamForm& form, const Limits& limits, const StreamForm& defaults) {
  FormReading reading;
  auto& [choice, problem, wrong] = reading;
  const auto min = read(form, 0, "smallest number", Int32::min(), Int32::max(), reading);
  const auto max = read(form, 1, "largest number", Int32::min(), Int32::max(), reading);
  choice.interval_ms = read(form, 2, "interval", limits.min_interval_ms, limits.max_interval_ms, reading);
  choice.count = read(form, 3, "count", 1, limits.max_count, reading);
  choice.min = min;
  choice.max = max;
  const auto smallest = min ? min : whole_number(defaults.min), largest = max ? max : whole_number(defaults.max);
  if (problem.empty() && smallest && largest && *smallest > *largest) {
    wrong = (min ? 1U : 0U) | (max ? 2U : 0U);
    problem = joined({"The smallest number (", grouped(*smallest), ") must not be above the largest (",
                      grouped(*largest), ")."});
  }
  return reading;
}

std::string to_address(const StreamForm& form) {
  std::string address;
  for (const auto& [name, text] : kFormFields) {
    if ((form.*text).empty()) continue;
    address += address.empty() ? '#' : '&';
    (((address += name) += '=') += form.*text);
  }
  return address;
}

StreamForm from_address(std::string_view hash) {
  StreamForm form;
  if (hash.starts_with('#')) hash.remove_prefix(1);
  while (!hash.empty()) {
    const std::string_view pair = hash.substr(0, hash.find('&'));
    hash.remove_prefix(std::min(hash.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    for (const auto& [name, text] : kFormFields) {
      if (pair.substr(0, equals) == name) form.*text = pair.substr(equals + 1);
    }
  }
  return form;
}

}  // namespace sws
