// Reads the environment from a list of NAME=value entries, so that tests can pass their own. A variable that is set
// to nothing counts as not set, because scripts and container files set one to nothing to leave it out. Any thread.
#pragma once

#include <charconv>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sws {

inline std::optional<std::string> variable(std::span<const std::string> environment, std::string_view name) {
  for (const std::string& each : environment) {
    if (each.size() > name.size() && each[name.size()] == '=' && each.starts_with(name)) {
      if (each.size() == name.size() + 1) return std::nullopt;
      return each.substr(name.size() + 1);
    }
  }
  return std::nullopt;
}

// The value of `text` if all of it is a decimal number that fits, or nothing.
template <class Integer>
std::optional<Integer> number_in(std::string_view text) {
  Integer number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace sws
