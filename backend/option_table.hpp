// Every setting: its name, what it means, and where its value goes. One place to look one up, or to add one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "backend/option_values.hpp"
#include "backend/options.hpp"

namespace sws {

struct Setting {
  std::string name;  // `interval-ms`: --interval-ms, SIMPLEWEBSOCKET_INTERVAL_MS, or interval-ms=… in a file
  std::string help;
  bool is_list;                                          // may be given several times
  std::function<void(const OptionValues& values)> read;  // called if it is set; throws BadValue
};

// They write to `options`, which must outlive them.
std::vector<Setting> settings_of(Options& options);

// What no single setting can tell. Throws BadValue.
void check_together(const OptionValues& values, const Options& options);

}  // namespace sws
