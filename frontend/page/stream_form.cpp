#include "frontend/page/stream_form.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace sws {
namespace {

using Int32 = std::numeric_limits<std::int32_t>;

// Reads one field into `into`. If the field is wrong and no field before it was, `problem` says so.
template <class Integer>
void read(const std::string& text, const char* name, std::int64_t lowest, std::int64_t highest,
          std::optional<Integer>& into, std::string& problem) {
  if (text.empty()) return;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= lowest && value <= highest) {
    into = static_cast<Integer>(value);
  } else if (problem.empty()) {
    problem = std::string(name) + " must be a whole number from " + std::to_string(lowest) + " to " +
              std::to_string(highest);
  }
}

}  // namespace

FormReading read_form(const StreamForm& form, const Limits& limits) {
  FormReading reading;
  read(form.min, "The smallest number", Int32::min(), Int32::max(), reading.choice.min, reading.problem);
  read(form.max, "The largest number", Int32::min(), Int32::max(), reading.choice.max, reading.problem);
  read(form.interval_ms, "The interval", limits.min_interval_ms, limits.max_interval_ms, reading.choice.interval_ms,
       reading.problem);
  read(form.count, "The count", 1, limits.max_count, reading.choice.count, reading.problem);
  if (reading.problem.empty() && reading.choice.min && reading.choice.max &&
      *reading.choice.min > *reading.choice.max) {
    reading.problem = "The smallest number, " + form.min + ", is above the largest, " + form.max;
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
