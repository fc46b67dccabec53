// The sockets that a server listens on. Those it opens are one per address and worker, all on one port
// (SO_REUSEPORT), so that the kernel spreads connections over the workers and the workers share nothing.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/process/file_descriptor.hpp"

namespace sws {

struct ListeningSockets {
  boost::asio::ip::address address;  // the first one's
  std::uint16_t port = 0;            // and its port
  std::vector<std::vector<FileDescriptor>> by_worker;
};

// Port 0 picks a free one. An address of a family that this machine lacks is an error unless `optional_ipv6` and it
// is IPv6. The error is one line for a person: what failed and the way out.
boost::system::result<ListeningSockets, std::string> open_listening_sockets(
    const std::vector<boost::asio::ip::address>& addresses, std::uint16_t port, unsigned workers,
    bool optional_ipv6);

// Deals out sockets that listen already, those of each address to all workers; one that is alone is shared by all.
// REQUIRES: at least one socket. The error is the system's, in words.
boost::system::result<ListeningSockets, std::string> share_listening_sockets(std::vector<FileDescriptor> sockets,
                                                                             unsigned workers);

}  // namespace sws
