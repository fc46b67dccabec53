// A network in which each node is a host of its own: a network namespace (network_namespaces(7)) with an address,
// and a bridge that connects it with the balancer. The thread that makes it is on the balancer's host until it is
// destroyed. No namespace has a name, so the kernel removes all of them with the last process that uses one,
// however the test ends.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/cluster/addresses.hpp"
#include "tests/integration/descriptor.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {

class VirtualNetwork {
 public:
  enum class Lost { from_node, to_node, both };

  // Says why this machine does not allow it; empty if it does.
  static std::string why_impossible();

  // REQUIRES: why_impossible() is empty. Throws if a command fails.
  explicit VirtualNetwork(std::size_t nodes);
  VirtualNetwork(VirtualNetwork&&) = delete;
  ~VirtualNetwork();

  Addresses addresses() const { return {"10.77.0."}; }
  int network_of_node(std::size_t i) const { return nodes_.at(i).number(); }

  // From now on packets in this direction vanish on the way, and nobody is told.
  void partition(std::size_t node, Lost lost);
  void heal(std::size_t node);

 private:
  void connect_node(std::size_t i);
  void ip(const std::string& arguments) const;  // as ip(8), on the balancer's host
  void ip_on_node(std::size_t i, const std::string& arguments) const;

  Descriptor original_, balancer_;
  std::vector<Descriptor> nodes_;
};

}  // namespace sws
