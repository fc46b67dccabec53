// What the visitor wants of a stream: four fields of a form, which also stand in the page's address so that a
// choice can be shared and reloaded. An empty field leaves the choice to the server.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "shared/limits.hpp"
#include "shared/message.hpp"

namespace sws {

// As typed.
struct Settings {
  std::string min, max, interval_ms, count;
  bool operator==(const Settings&) const = default;
};

// The fields and what each is called in the address.
struct SettingsField {
  std::string_view name;
  std::string Settings::*text;
};
inline constexpr std::array<SettingsField, 4> kSettingsFields = {{{"min", &Settings::min},
                                                                  {"max", &Settings::max},
                                                                  {"interval_ms", &Settings::interval_ms},
                                                                  {"count", &Settings::count}}};

// What to ask the server for, or what is wrong with it in words (then `start` is not to be used).
struct SettingsChoice {
  Start start;
  std::string problem;
};
SettingsChoice choice_of(const Settings& settings, const Limits& limits);

// "#min=0&max=100"; empty if all is left to the server.
std::string to_address(const Settings& settings);
Settings from_address(std::string_view hash);

}  // namespace sws
