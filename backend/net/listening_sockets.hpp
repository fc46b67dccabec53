// Opens the sockets that a server listens on: one per address and worker, all on the same port (SO_REUSEPORT), so
// that the kernel spreads connections over the workers and the workers share nothing. Used once, by the main
// thread, before the workers run.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/process/file_descriptor.hpp"

namespace sws {

struct ListeningSockets {
  boost::asio::ip::address address;  // of the first socket
  std::uint16_t port = 0;            // of the first socket
  std::vector<std::vector<FileDescriptor>> by_worker;
};

// Port 0 picks a free port. With `optional_ipv6`, IPv6 addresses are left out on a machine without IPv6; otherwise
// an address that the machine does not have is an error. The error is one line for a person: it says what failed
// and how to fix it.
boost::system::result<ListeningSockets, std::string> open_listening_sockets(
    const std::vector<boost::asio::ip::address>& addresses, std::uint16_t port, unsigned workers,
    bool optional_ipv6);

// Distributes sockets that already listen among the workers. Every worker gets one for each address; if there are
// fewer sockets than workers, workers share them. REQUIRES: at least one socket. The error says what failed.
boost::system::result<ListeningSockets, std::string> share_listening_sockets(std::vector<FileDescriptor> sockets,
                                                                             unsigned workers);

}  // namespace sws
