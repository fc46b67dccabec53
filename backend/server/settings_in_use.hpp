// Turns the settings that were read into those that the listeners use. Main thread.
#pragma once

#include <cstdint>
#include <optional>

#include "backend/admission/admission.hpp"
#include "backend/config/options.hpp"
#include "backend/config/settings.hpp"
#include "backend/loop/clock.hpp"
#include "backend/process/memory_limit.hpp"

namespace sws {

// Raises the open-file limit as far as this process is allowed to, and returns it.
std::uint64_t raise_open_file_limit();

// `limits` with the number of connections that a server with these `options` admits. A wanted number is lowered to
// what the open-file limit allows; with a web root, each connection may have a file open as well. If no number is
// wanted, it is what the open-file limit and `memory` allow, a limit in bytes. Logs the number and why, and a
// warning if more was wanted.
AdmissionLimits with_total(AdmissionLimits limits, const Options& options,
                           std::optional<std::uint64_t> memory = memory_limit());

// `clock` must outlive the connections.
Settings with_secrets(Settings settings, const Secrets& secrets, const Clock& clock);

// The admin listener serves plain HTTP to direct peers, because it is for this machine or a private network.
Settings for_operators(Settings settings);

}  // namespace sws
