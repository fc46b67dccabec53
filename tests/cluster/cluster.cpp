#include "tests/cluster/cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "tests/cluster/report.hpp"

namespace sws {

Arguments node_options(Arguments options, const std::string& secret_path, const std::string& balancer) {
  const Arguments defaults{"--secret-file",
                           secret_path,
                           "--threads",
                           "1",
                           "--channel",
                           "dice=shared",
                           "--interval-ms",
                           std::to_string(Cluster::kIntervalMs),
                           "--drain-delay",
                           "1",
                           "--trusted-proxy",
                           balancer,
                           "--max-connects-per-second",
                           "100000",
                           "--max-connections-per-address",
                           "100000"};
  for (std::size_t i = 0; i < defaults.size(); i += 2) {
    const bool is_named = std::find(options.begin(), options.end(), defaults[i]) != options.end();
    if (!is_named) options.insert(options.end(), {defaults[i], defaults[i + 1]});
  }
  return options;
}

Cluster::Cluster(Balancer balancer, const Arguments& options, std::size_t running)
    : addresses_(Addresses::on_loopback()) {
  // A balancer's connections to loopback come from the kernel's address.
  Arguments all = node_options(options, secret_.path(), "127.0.0.1");
  if (balancer == Balancer::haproxy_passthrough) all.insert(all.end(), {"--proxy-protocol", "on"});
  for (std::size_t i = 0; i < kNodes; ++i) nodes_[i].emplace(addresses_.node(i), all);
  for (std::size_t i = 0; i < running; ++i) nodes_[i]->start();
  switch (balancer) {
    case Balancer::haproxy:
      start_haproxy("haproxy.cfg");
      break;
    case Balancer::haproxy_passthrough:
      start_haproxy("haproxy-passthrough.cfg");
      break;
    case Balancer::nginx:
      nginx_.emplace(addresses_, authority_.issue());
  }
}

Cluster::Cluster(const VirtualNetwork& network, const Arguments& options) : addresses_(network.addresses()) {
  const Arguments all = node_options(options, secret_.path(), addresses_.balancer());
  for (std::size_t i = 0; i < kNodes; ++i) {
    nodes_[i].emplace(addresses_.node(i), all, network.network_of_node(i));
    nodes_[i]->start();
  }
  start_haproxy("haproxy.cfg");
}

void Cluster::wait_for_nodes(Crowd& crowd, std::size_t up) {
  crowd.run_until("HAProxy's use of " + std::to_string(up) + " nodes", [&] { return haproxy_->nodes_up() == up; });
}

void expect_whole(Crowd& crowd) {
  crowd.run_until_all_have_more();
  crowd.stop();
  std::cout << summary_of(crowd.tally());
  EXPECT_TRUE(crowd.tally().is_whole());
}

}  // namespace sws
