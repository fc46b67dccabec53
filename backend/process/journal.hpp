// systemd's journal reads what a service writes to its standard error. Pure but for a look at the descriptor; any
// thread.
#pragma once

#include <span>
#include <string>

namespace sws {

// Whether the journal reads what is written to `fd`: JOURNAL_STREAM in `environment`, a list of NAME=value, then
// has the device and the inode of its file (systemd.exec(5)). The variable alone does not say so, because whoever
// started this process may have led its output elsewhere.
bool is_journal(std::span<const std::string> environment, int fd);

}  // namespace sws
