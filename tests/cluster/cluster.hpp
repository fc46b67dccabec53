// Three nodes that share their secret, and a balancer in front of them. Everything is stopped with the test.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>

#include "tests/cluster/crowd.hpp"
#include "tests/cluster/haproxy.hpp"
#include "tests/cluster/nginx.hpp"
#include "tests/cluster/node.hpp"
#include "tests/cluster/virtual_network.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/test_authority.hpp"

namespace sws {

class Cluster {
 public:
  static constexpr std::size_t kNodes = 3;
  static constexpr std::uint32_t kIntervalMs = 50;
  static constexpr std::uint32_t kCount = 4096;  // the longest stream whose numbers have keys

  // The second HAProxy looks at no byte of the viewers' and names them in PROXY headers.
  enum class Balancer { haproxy, haproxy_passthrough, nginx };

  // `running`: how many nodes are started. `options` are added to those of all nodes, or replace them.
  explicit Cluster(const Arguments& options = {}, std::size_t running = kNodes)
      : Cluster(Balancer::haproxy, options, running) {}
  explicit Cluster(Balancer balancer, const Arguments& options = {}, std::size_t running = kNodes);
  // Each node on a host of its own, and HAProxy on the balancer's.
  explicit Cluster(const VirtualNetwork& network, const Arguments& options = {});

  Node& node(std::size_t i) { return *nodes_.at(i); }
  Haproxy& haproxy() { return *haproxy_; }  // REQUIRES, for both: it is the balancer
  Nginx& nginx() { return *nginx_; }
  std::string root_file() const { return authority_.root_file(); }  // of the balancer's certificate

  // Runs the viewers until HAProxy sends new ones to so many nodes.
  void wait_for_nodes(Crowd& crowd, std::size_t up);

  PageAddress page(const std::string& channel = "some_url") const {
    return {addresses_.balancer(), kBalancerPort, channel};
  }
  static Watched random() { return {Watched::Source::random, {.interval_ms = kIntervalMs, .count = kCount}}; }
  static Watched shared() { return {Watched::Source::shared}; }

 private:
  void start_haproxy(const std::string& configuration) {
    haproxy_.emplace(addresses_, authority_.issue(), configuration);
  }

  Addresses addresses_;
  SecretFile secret_;
  std::array<std::optional<Node>, kNodes> nodes_;
  TestAuthority authority_;
  std::optional<Haproxy> haproxy_;
  std::optional<Nginx> nginx_;
};

// Those of a node behind a balancer whose connections come from `balancer`, except where `options` say otherwise.
Arguments node_options(Arguments options, const std::string& secret_path, const std::string& balancer);

// Fails the test unless every viewer has received everything that is due: in order, once, never early, and
// verified.
void expect_whole(Crowd& crowd);

}  // namespace sws
