// A row of the table of settings (option_table.hpp), and the kinds of rows. Main thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "backend/admission/admission.hpp"
#include "backend/config/option_values.hpp"

namespace sws {

struct Setting {
  std::string name;  // interval-ms is --interval-ms, SIMPLEWEBSOCKET_INTERVAL_MS, or interval-ms=… in a file
  std::string help;
  bool is_list;                                          // whether it may be given several times
  std::function<void(const OptionValues& values)> read;  // called if the setting is given; throws BadValue
  std::function<std::string()> show = {};  // the value in use, to compare with; empty: the text that was given
  bool needs_restart = false;              // whether only a restart changes it; a reload changes all others
  char separator = ' ';                    // between the values of a list in one variable of the environment
};

// Each kind writes to `into`, which must outlive the setting and holds the default.

// `preset` is the default in words, if it is not the number.
template <class Integer>
Setting integer(std::string name, Integer& into, std::int64_t lowest, std::int64_t highest, const std::string& help,
                const std::string& preset = "") {
  const std::string range = ", " + std::to_string(lowest) + " to " + std::to_string(highest);
  const std::string shown = preset.empty() ? std::to_string(into) : preset;
  return {name, help + range + " (default: " + shown + ")", false,
          [=, &into](const OptionValues& values) {
            into = static_cast<Integer>(values.integer(name, lowest, highest));
          },
          [&into] { return std::to_string(into); }};
}

Setting seconds(std::string name, std::chrono::seconds& into, std::int64_t lowest, std::int64_t highest,
                const std::string& help);

// `words` are the names of the enumerators, in their order.
template <class Enumeration>
Setting choice(std::string name, Enumeration& into, const std::vector<std::string>& words, std::string help) {
  const std::string preset = " (default: " + words[static_cast<std::size_t>(into)] + ")";
  return {name, std::move(help) + preset, false,
          [name, words, &into](const OptionValues& values) {
            into = static_cast<Enumeration>(values.choice(name, words));
          },
          [words, &into] { return words[static_cast<std::size_t>(into)]; }};
}

// By default loopback addresses are not limited; a limit that is set applies to them as well.
Setting of_address(std::string name, AdmissionLimits& into, std::uint32_t AdmissionLimits::OfAddress::*limit,
                   const std::string& help);

// Without `read`, complete_settings() reads the value.
Setting text(
    std::string name, std::string help,
    std::function<void(const std::string&, const OptionValues&)> read = [](const auto&, const auto&) {});

Setting list(std::string name, std::string help,
             std::function<void(const std::vector<std::string>&, const OptionValues&)> read);

// The same list, whose values may have blanks.
Setting separated_by_semicolons(Setting setting);

// The same setting, which a reload cannot change.
Setting at_start(Setting setting);

// The same setting, whose value in use `show` tells.
Setting shown(Setting setting, std::function<std::string()> show);

}  // namespace sws
