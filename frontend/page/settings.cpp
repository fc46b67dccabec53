#include "frontend/page/settings.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace sws {
namespace {

using Int32 = std::numeric_limits<std::int32_t>;

// Reads one field into `into`; a problem is added to what is already wrong.
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

SettingsChoice choice_of(const Settings& settings, const Limits& limits) {
  SettingsChoice choice;
  read(settings.min, "The smallest number", Int32::min(), Int32::max(), choice.start.min, choice.problem);
  read(settings.max, "The largest number", Int32::min(), Int32::max(), choice.start.max, choice.problem);
  read(settings.interval_ms, "The interval", limits.min_interval_ms, limits.max_interval_ms,
       choice.start.interval_ms, choice.problem);
  read(settings.count, "The count", 1, limits.max_count, choice.start.count, choice.problem);
  if (choice.problem.empty() && choice.start.min && choice.start.max && *choice.start.min > *choice.start.max) {
    choice.problem = "The smallest number, " + settings.min + ", is above the largest, " + settings.max;
  }
  return choice;
}

std::string to_address(const Settings& settings) {
  std::string address;
  for (const auto& [name, text] : kSettingsFields) {
    if ((settings.*text).empty()) continue;
    address += address.empty() ? '#' : '&';
    (((address += name) += '=') += settings.*text);
  }
  return address;
}

Settings from_address(std::string_view hash) {
  Settings settings;
  if (hash.starts_with('#')) hash.remove_prefix(1);
  while (!hash.empty()) {
    const std::string_view pair = hash.substr(0, hash.find('&'));
    hash.remove_prefix(std::min(hash.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    for (const auto& [name, text] : kSettingsFields) {
      if (pair.substr(0, equals) == name) settings.*text = pair.substr(equals + 1);
    }
  }
  return settings;
}

}  // namespace sws
