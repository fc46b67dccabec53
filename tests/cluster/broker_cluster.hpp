// Three nats-servers with JetStream that form a cluster, so that a stream with three replicas survives the loss of
// one. One thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/cluster/addresses.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {

inline constexpr std::uint16_t kBrokerPort = 4222, kBrokerMonitorPort = 8222;

class BrokerCluster {
 public:
  static constexpr std::size_t kBrokers = 3;

  // Returns when the brokers have elected a leader, so that streams can be made.
  explicit BrokerCluster(const Addresses& addresses);

  void kill(std::size_t i);  // SIGKILL
  void start(std::size_t i);
  bool is_running(std::size_t i) const { return processes_[i] != nullptr; }

  // Whether broker i runs and follows a leader, and has caught up with it.
  bool is_healthy(std::size_t i) const;

  std::uint64_t messages_of(const std::string& stream) const;  // throws while it has no leader

  // The broker that leads a stream; nothing while there is none.
  std::optional<std::size_t> leader_of(const std::string& stream) const;

  const std::string& address(std::size_t i) const { return addresses_[i]; }
  std::vector<std::string> urls() const;  // for --nats

 private:
  std::string configuration(std::size_t i) const;
  // What the monitoring port of broker i answers; empty if it does not.
  std::string ask(std::size_t i, const std::string& target) const;

  TemporaryDirectory folder_;
  std::array<std::string, kBrokers> addresses_;
  std::array<std::unique_ptr<ServerProcess>, kBrokers> processes_;
};

}  // namespace sws
