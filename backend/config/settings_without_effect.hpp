// Finds settings that are correct by themselves and can have no effect because of the others. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "backend/config/option_values.hpp"
#include "backend/config/options.hpp"

namespace sws {

// Returns a sentence about each such setting, which says what to do. Call it after all settings were read.
std::vector<std::string> settings_without_effect(const OptionValues& values, const Options& options);

}  // namespace sws
