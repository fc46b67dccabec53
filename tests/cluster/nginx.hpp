// nginx with backend/deploy/nginx.conf, in which the addresses, ports and paths of this test replace those of the
// file. One thread.
#pragma once

#include <memory>
#include <string>

#include "backend/net/tls_context.hpp"
#include "tests/cluster/addresses.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {

class Nginx {
 public:
  // Returns when it listens. It serves http:// too, instead of redirecting to https://.
  Nginx(const Addresses& addresses, const TlsFiles& tls);

  ~Nginx();

  void reload();  // SIGHUP

  const std::string& configuration_path() const { return configuration_path_; }
  std::string log() const { return process_->standard_error(); }

 private:
  TemporaryDirectory folder_;
  std::string configuration_path_;
  std::unique_ptr<ServerProcess> process_;
};

}  // namespace sws
