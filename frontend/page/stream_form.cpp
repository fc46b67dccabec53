#include "frontend/page/stream_form.hpp"

#include <charconv>
#include <limits>
#include <optional>

#include "shared/counting.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using Int32 = std::numeric_limits<std::int32_t>;

// Reads one field into `into`. If the field is wrong and no field before it was, `problem` says so.
template <class Integer>
void read(const std::string& text, bool is_unreadable, const char* name, std::int64_t lowest, std::int64_t highest,
          std::optional<Integer>& into, std::string& problem) {
  if (text.empty() && !is_unreadable) return;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= lowest && value <= highest) {
    into = static_cast<Integer>(value);
  } else if (problem.empty()) {
    problem = joined({name, " must be a whole number from ", grouped(lowest), " to ", grouped(highest), "."});
  }
}

}  // namespace

FormReading read_form(const StreamForm& form, const Limits& limits) {
  FormReading reading;
  auto& [choice, problem] = reading;
  const auto is_unreadable = [&](unsigned field) { return (form.unreadable >> field & 1) != 0; };
  read(form.min, is_unreadable(0), "The smallest number", Int32::min(), Int32::max(), choice.min, problem);
  read(form.max, is_unreadable(1), "The largest number", Int32::min(), Int32::max(), choice.max, problem);
  read(form.interval_ms, is_unreadable(2), "The interval", limits.min_interval_ms, limits.max_interval_ms,
       choice.interval_ms, problem);
  read(form.count, is_unreadable(3), "The count", 1, limits.max_count, choice.count, problem);
  if (problem.empty() && choice.min && choice.max && *choice.min > *choice.max) {
    problem = "The smallest number must not be above the largest.";
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
