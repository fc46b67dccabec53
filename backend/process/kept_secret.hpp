// The secret of a server that was given none: it is kept in the state directory, so that streams outlive a restart.
// Main thread, at the start and on reload.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <span>
#include <string>

#include "shared/bytes.hpp"

namespace sws {

// Where the secret is kept: in $STATE_DIRECTORY, which a service manager sets (systemd.exec(5)), or else in
// simplewebsocket/ in the user's state directory, which is $XDG_STATE_HOME or ~/.local/state (XDG Base Directory
// Specification). Nothing if the environment has none of them.
std::optional<std::string> kept_secret_path(std::span<const std::string> environment);

// Reads the secret at `path`. If there is no file, it makes a secret, stores it with mode 0600, and creates the
// directories that are missing with mode 0700. Servers that do this at the same time all get the same secret. The
// error names the file and says why the secret cannot be kept there.
boost::system::result<Secret, std::string> keep_secret(const std::string& path);

}  // namespace sws
