// The table of all settings: name, help text and how the value is read. To look up or add a setting, edit this
// table. Main thread only.
#pragma once

#include <vector>

#include "backend/config/option_values.hpp"
#include "backend/config/options.hpp"
#include "backend/config/setting_kinds.hpp"

namespace sws {

// The settings write to `options`, which must outlive them.
std::vector<Setting> settings_of(Options& options);

// Checks the settings that depend on each other, and loads the certificate. Call it after all settings were read.
// Throws BadValue.
void complete_settings(const OptionValues& values, Options& options);

}  // namespace sws
