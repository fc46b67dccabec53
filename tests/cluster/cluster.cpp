#include "tests/cluster/cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "tests/cluster/report.hpp"

namespace sws {

Arguments node_options(const std::string& secret_path, const std::string& balancer) {
  return {"--secret-file",
          secret_path,
          "--threads",
          "1",
          "--interval-ms",
          std::to_string(Cluster::kIntervalMs),
          "--channel",
          "dice=shared",
          "--trusted-proxy",
          "127.0.0.1",
          "--trusted-proxy",
          balancer,
          "--drain-delay",
          "1",
          "--max-connects-per-second",
          "100000",
          "--max-connections-per-address",
          "100000"};
}

Cluster::Cluster(const Arguments& options, std::size_t running) {
  Arguments all = node_options(secret_.path(), addresses_.balancer());
  all.insert(all.end(), options.begin(), options.end());
  for (std::size_t i = 0; i < kNodes; ++i) nodes_[i].emplace(addresses_.node(i), all);
  for (std::size_t i = 0; i < running; ++i) nodes_[i]->start();
  balancer_.emplace(addresses_);
}

std::size_t Cluster::running() const {
  return static_cast<std::size_t>(
      std::count_if(nodes_.begin(), nodes_.end(), [](const auto& node) { return node->is_running(); }));
}

void Cluster::wait_for_nodes(Crowd& crowd, std::size_t up) {
  crowd.run_until("HAProxy's use of " + std::to_string(up) + " nodes", [&] { return balancer_->nodes_up() == up; });
}

void expect_whole(Crowd& crowd) {
  crowd.run_until("all numbers that were due",
                  [&, due = crowd.numbers_due()] { return crowd.numbers_come() >= due; });
  crowd.stop();
  std::cout << summary_of(crowd.tally());
  EXPECT_TRUE(crowd.tally().is_whole());
}

}  // namespace sws
