// Listening sockets that the service manager opened and passed to this process (socket activation,
// sd_listen_fds(3)). With them clients can connect before the process runs and while it restarts, and the process
// needs no privilege for a low port.
#pragma once

#include <boost/system/result.hpp>
#include <span>
#include <string>
#include <vector>

#include "backend/process/file_descriptor.hpp"

namespace sws {

struct PassedSockets {
  std::vector<FileDescriptor> streams;
  std::vector<FileDescriptor> admin;  // the sockets with FileDescriptorName=admin
};

// Takes ownership of the sockets that LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES describe. Must be called once,
// before the process opens descriptors. The error is one line for a person: it names the wrong socket or variable
// and says what is expected.
boost::system::result<PassedSockets, std::string> take_passed_sockets(std::span<const std::string> environment);

}  // namespace sws
