// Where the parts of a cluster listen. On loopback each test process has 256 addresses of its own, which no other
// test and no connection of the kernel's choosing uses, so that all ports can be those of a real installation and a
// part that was stopped finds its port free again.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <string>

namespace sws {

inline constexpr std::uint16_t kViewersPort = 8000, kAdminPort = 8001;  // of a node
inline constexpr std::uint16_t kBalancerPort = 8080, kBalancerTlsPort = 8443;

struct Addresses {
  std::string network;  // the first three numbers of all addresses, with a dot behind them

  static Addresses on_loopback() {
    const auto id = static_cast<unsigned>(getpid());
    return {"127." + std::to_string(64 + (id >> 8) % 128) + "." + std::to_string(id % 256) + "."};
  }

  std::string balancer() const { return network + "1"; }
  std::string node(std::size_t i) const { return network + std::to_string(11 + i); }
  std::string broker(std::size_t i) const { return network + std::to_string(21 + i); }
};

}  // namespace sws
