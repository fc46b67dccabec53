// Reads the options of each source: the command line, the environment and the configuration file. All values stay
// text; OptionValues converts them. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "backend/config/option_values.hpp"

namespace sws {

// `--name value`, `--name=value`, or `--name` if it takes no value. Throws BadValue.
std::vector<GivenOption> options_of_command_line(const std::vector<std::string>& arguments,
                                                 const KnownOptions& known);

// SIMPLEWEBSOCKET_INTERVAL_MS=500 sets the option interval-ms; the values of a list are separated as its kind
// says. A
// variable that is empty, has an unknown name, or is one that Kubernetes sets for a Service of this program's name,
// is left out with a warning.
std::vector<GivenOption> options_of_environment(const std::vector<std::string>& environment,
                                                const KnownOptions& known, std::vector<std::string>& warnings);

// The name of the variable that sets `option`.
std::string variable_of(std::string option);

// The text of a file of name=value lines. A # at the start of a line or after a blank begins a comment. `path` is
// for the messages. Throws BadValue.
std::vector<GivenOption> options_of_file(const std::string& text, const std::string& path,
                                         const KnownOptions& known);

}  // namespace sws
