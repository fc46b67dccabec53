// Every setting: its name, what it means, and where its value goes. One place to look one up, or to add one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/config/option_values.hpp"
#include "backend/config/options.hpp"

namespace sws {

struct Setting {
  std::string name;  // `interval-ms`: --interval-ms, SIMPLEWEBSOCKET_INTERVAL_MS, or interval-ms=… in a file
  std::string help;
  bool is_list;                                          // may be given several times
  std::function<void(const OptionValues& values)> read;  // called if it is set; throws BadValue
};

// They write to `options`, which must outlive them.
std::vector<Setting> settings_of(Options& options);

// What no single setting can tell or do: checks those that were read against each other, and loads the certificate.
// Throws BadValue.
void complete_settings(const OptionValues& values, Options& options);

}  // namespace sws
