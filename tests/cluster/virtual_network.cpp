#include "tests/cluster/virtual_network.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "tests/cluster/haproxy.hpp"

namespace sws {
namespace {

// Nobody has it, so that frames to it get lost.
constexpr const char* kNobody = "02:00:00:00:00:99";

Descriptor this_network() {
  return Descriptor(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

void enter(const Descriptor& network) {
  if (setns(network.number(), CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "setns");
}

Descriptor enter_new_network() {
  if (unshare(CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "unshare");
  return this_network();
}

void run_ip(const std::string& arguments, int network) {
  std::istringstream words(arguments);
  Arguments list;
  for (std::string word; words >> word;) list.push_back(word);
  const Outcome outcome =
      run_to_exit(list, {}, Inheritance{.program = installed_program("ip", "iproute2"), .network = network});
  if (outcome.exit_status != 0) throw std::runtime_error("ip " + arguments + ": " + outcome.standard_error);
}

}  // namespace

std::string VirtualNetwork::why_impossible() {
  const Descriptor original = this_network();
  try {
    const Descriptor probe = enter_new_network();
    run_ip("link add name bridge type bridge", probe.number());
    run_ip("link add name one type veth peer name two", probe.number());
  } catch (const std::exception& error) {
    enter(original);
    return error.what();
  }
  enter(original);
  return "";
}

VirtualNetwork::VirtualNetwork(std::size_t nodes) : original_(this_network()) {
  for (std::size_t i = 0; i < nodes; ++i) nodes_.push_back(enter_new_network());
  balancer_ = enter_new_network();
  try {
    ip("link set lo up");
    ip("link add name bridge type bridge");
    ip("address add " + addresses().balancer() + "/24 dev bridge");
    ip("link set bridge up");
    for (std::size_t i = 0; i < nodes; ++i) connect_node(i);
  } catch (...) {
    enter(original_);
    throw;
  }
}

VirtualNetwork::~VirtualNetwork() {
  setns(original_.number(), CLONE_NEWNET);
}

void VirtualNetwork::connect_node(std::size_t i) {
  const std::string port = "port" + std::to_string(i);
  ip("link add name " + port + " type veth peer name uplink");
  ip("link set uplink netns /proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(nodes_[i].number()));
  ip("link set " + port + " master bridge up");
  ip_on_node(i, "link set lo up");
  ip_on_node(i, "address add " + addresses().node(i) + "/24 dev uplink");
  ip_on_node(i, "link set uplink up");
}

void VirtualNetwork::partition(std::size_t node, Lost lost) {
  const std::string to_nobody = std::string(" lladdr ") + kNobody + " nud permanent dev ";
  if (lost != Lost::to_node) ip_on_node(node, "neighbour replace " + addresses().balancer() + to_nobody + "uplink");
  if (lost != Lost::from_node) ip("neighbour replace " + addresses().node(node) + to_nobody + "bridge");
}

// Each host then asks anew who has the address.
void VirtualNetwork::heal(std::size_t node) {
  ip_on_node(node, "neighbour flush nud permanent dev uplink");
  ip("neighbour flush nud permanent dev bridge");
}

void VirtualNetwork::ip(const std::string& arguments) const {
  run_ip(arguments, balancer_.number());
}

void VirtualNetwork::ip_on_node(std::size_t i, const std::string& arguments) const {
  run_ip(arguments, nodes_[i].number());
}

}  // namespace sws
