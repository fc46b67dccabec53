#include "tests/cluster/node.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <utility>

#include "tests/cluster/addresses.hpp"
#include "tests/integration/metrics.hpp"

namespace sws {

Node::Node(std::string address, Arguments options, int network)
    : address_(std::move(address)), arguments_(std::move(options)) {
  const std::string admin = address_ + ":" + std::to_string(kAdminPort);
  for (const std::string& word :
       Arguments{"--address", address_, "--port", std::to_string(kViewersPort), "--admin", admin}) {
    arguments_.push_back(word);
  }
  inheritance_.network = network;
}

void Node::start() {
  server_.reset();
  server_ = std::make_unique<Server>(arguments_, Environment{}, inheritance_);
}

void Node::kill() {
  server_->process().signal(SIGKILL);
  server_->process().wait_for_exit();
}

void Node::drain() {
  server_->process().signal(SIGTERM);
}

void Node::freeze() {
  server_->process().signal(SIGSTOP);
}

void Node::thaw() {
  server_->process().signal(SIGCONT);
}

void Node::expect_orderly_end() {
  EXPECT_EQ(server_->process().wait_for_exit(), 0) << log();
}

double Node::metric(const std::string& sample) const {
  RawConnection connection(kAdminPort, address_);
  connection.send(request("GET /metrics"));
  return Metrics(connection.receive_response().body()).value(sample);
}

}  // namespace sws
