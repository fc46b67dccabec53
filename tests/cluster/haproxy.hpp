// HAProxy with a configuration of backend/deploy/, as it is: only environment variables tell it where the nodes of
// this test are. One thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "backend/net/tls_context.hpp"
#include "tests/cluster/addresses.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {

// The path of an installed program. Throws, naming the package that has it, if there is none.
std::string installed_program(const std::string& name, const std::string& package);

class Haproxy {
 public:
  // `configuration` is the name of a file in backend/deploy/.
  Haproxy(const Addresses& addresses, const TlsFiles& tls, const std::string& configuration);

  // SIGUSR2 to the master: a new process takes the listening sockets over. Returns when it serves.
  void reload();

  // Nodes that it sends viewers to. 0 while it is not sure of one.
  std::size_t nodes_up() const;
  const Addresses& addresses() const { return addresses_; }
  std::string log() const { return process_->standard_error(); }

  static Environment environment(const Addresses& addresses, const std::string& folder);

 private:
  // What its command line (HAProxy Management Guide, 9.3) answers. Empty while nobody listens there.
  std::string ask(const std::string& command) const;

  Addresses addresses_;
  TemporaryDirectory folder_;
  std::unique_ptr<ServerProcess> process_;
};

}  // namespace sws
