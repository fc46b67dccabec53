// One server of a cluster, which a test stops and starts as it likes. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/integration/server_process.hpp"

namespace sws {

class Node {
 public:
  // `options` are added to the addresses; `network` is a network namespace or -1.
  Node(std::string address, Arguments options, int network = -1);

  void start();  // returns when it listens
  void kill();   // SIGKILL; returns when it is gone
  void drain();  // SIGTERM; returns at once
  void freeze();
  void thaw();

  bool is_running() const { return server_ && !server_->process().has_ended(); }
  void expect_orderly_end();  // after drain(): waits for it, and fails the test if the exit status is not 0
  const std::string& address() const { return address_; }
  std::string log() const { return server_->process().standard_error(); }

  // The value of a sample in /metrics, as metrics.hpp. REQUIRES: it runs in the test's own network.
  double metric(const std::string& sample) const;

 private:
  std::string address_;
  Arguments arguments_;
  Inheritance inheritance_;
  std::unique_ptr<Server> server_;
};

}  // namespace sws
