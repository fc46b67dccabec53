#include "tests/cluster/nginx.hpp"

#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/cluster/haproxy.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

using Replacements = std::vector<std::pair<std::string, std::string>>;

// Each line that the file marks contains exactly one of the texts; the others stay as they are.
std::string replaced(const std::string& path, const Replacements& replacements) {
  std::ifstream file(path);
  std::ostringstream result;
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with("# replace")) {
      std::size_t found = 0;
      for (const auto& [text, replacement] : replacements) {
        const std::size_t at = line.find(text);
        if (at == std::string::npos) continue;
        line.replace(at, text.size(), replacement);
        ++found;
      }
      if (found != 1) throw std::runtime_error("the tests do not know what to replace in this line: " + line);
    }
    result << line << '\n';
  }
  return result.str();
}

}  // namespace

Nginx::Nginx(const Addresses& addresses, const TlsFiles& tls) {
  const std::string own = addresses.balancer() + ":";
  configuration_path_ = folder_.path() + "/nginx.conf";
  std::ofstream(configuration_path_) << replaced(
      SIMPLEWEBSOCKET_SOURCE_DIR "/backend/deploy/nginx.conf",
      {{"/run/nginx.pid", folder_.path() + "/pid"},
       {"10.0.0.11", addresses.node(0)},
       {"10.0.0.12", addresses.node(1)},
       {"10.0.0.13", addresses.node(2)},
       {"listen 80;", "listen " + own + std::to_string(kBalancerPort) + ";"},
       {"listen 443 ", "listen " + own + std::to_string(kBalancerTlsPort) + " "},
       {"/etc/nginx/simplewebsocket.crt", tls.certificate},
       {"/etc/nginx/simplewebsocket.key", tls.key},
       {"if ($scheme = http) { return 308 https://$host$request_uri; }", ""}});
  process_ = std::make_unique<ServerProcess>(
      Arguments{"-c", configuration_path_, "-p", folder_.path(), "-g", "daemon off;"}, Environment{},
      Inheritance{.program = installed_program("nginx", "nginx"), .death_signal = SIGTERM});
  wait_until("nginx's start", [&] {
    if (process_->has_ended()) throw std::runtime_error("nginx ended:\n" + log());
    return access((folder_.path() + "/pid").c_str(), R_OK) == 0;
  });
}

// The workers would outlive a master that is killed.
Nginx::~Nginx() {
  process_->signal(SIGTERM);
  process_->wait_for_exit();
}

void Nginx::reload() {
  process_->signal(SIGHUP);
}

}  // namespace sws
