// Listening sockets that the service manager opened and passed to this process (socket activation,
// sd_listen_fds(3)): clients can connect before it runs, and while it restarts, and it needs no privilege for a low
// port.
#pragma once

#include <boost/system/result.hpp>
#include <span>
#include <string>
#include <vector>

#include "backend/process/file_descriptor.hpp"

namespace sws {

struct PassedSockets {
  std::vector<FileDescriptor> streams;
  std::vector<FileDescriptor> admin;  // those whose FileDescriptorName= is admin
};

// Takes those that LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES tell of: once a process, before it opens anything. The
// error is one line for a person: which one is wrong, and what is expected.
boost::system::result<PassedSockets, std::string> take_passed_sockets(std::span<const std::string> environment);

}  // namespace sws
