// Turns the settings that were read into those that the listeners use. Main thread.
#pragma once

#include <cstdint>

#include "backend/admission/admission.hpp"
#include "backend/config/options.hpp"
#include "backend/config/settings.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

// Raises the open-file limit as far as this process is allowed to, and returns it.
std::uint64_t raise_open_file_limit();

// `limits` with as many connections as the open-file limit allows to a server that runs with `options`. With a web
// root, each connection may have a file open as well. It logs a warning if that is less than was wanted.
AdmissionLimits with_total(AdmissionLimits limits, const Options& options);

// `clock` must outlive the connections.
Settings with_secrets(Settings settings, const Secrets& secrets, const Clock& clock);

// The admin listener serves plain HTTP to direct peers, because it is for this machine or a private network.
Settings for_operators(Settings settings);

}  // namespace sws
