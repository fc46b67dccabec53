// The table of all settings: name, help text and how the value is read. To look up or add a setting, edit this
// table. Main thread only.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/config/option_values.hpp"
#include "backend/config/options.hpp"

namespace sws {

struct Setting {
  std::string name;  // interval-ms is --interval-ms, SIMPLEWEBSOCKET_INTERVAL_MS, or interval-ms=… in a file
  std::string help;
  bool is_list;                                          // whether it may be given several times
  std::function<void(const OptionValues& values)> read;  // called if the setting is given; throws BadValue
  std::function<std::string()> show = {};  // the value in use, to compare with; empty: the text that was given
  bool needs_restart = false;              // whether only a restart changes it; a reload changes all others
};

// The settings write to `options`, which must outlive them.
std::vector<Setting> settings_of(Options& options);

// Checks the settings that depend on each other, and loads the certificate. Call it after all settings were read.
// Throws BadValue.
void complete_settings(const OptionValues& values, Options& options);

}  // namespace sws
