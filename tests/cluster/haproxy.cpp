#include "tests/cluster/haproxy.hpp"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "tests/integration/descriptor.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

std::string socket_path(const std::string& folder) {
  return folder + "/admin.sock";
}

std::string process_line(const std::string& info) {
  const std::size_t at = info.find("\nPid: ");
  return at == std::string::npos ? "" : info.substr(at + 1, info.find('\n', at + 1) - at);
}

std::map<std::string, std::string> row_of(const std::string& header, const std::string& line) {
  std::map<std::string, std::string> row;
  std::istringstream names(header), values(line);
  for (std::string name, value; std::getline(names, name, ',') && std::getline(values, value, ',');)
    row[name] = value;
  return row;
}

}  // namespace

std::string installed_program(const std::string& name, const std::string& package) {
  for (const std::string folder : {"/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/", "/sbin/"}) {
    if (access((folder + name).c_str(), X_OK) == 0) return folder + name;
  }
  throw std::runtime_error(name + " is not installed: apt-get install " + package);
}

Environment Haproxy::environment(const Addresses& addresses, const std::string& folder) {
  const std::string own = addresses.balancer() + ":";
  return {{"NODE_1", addresses.node(0)},
          {"NODE_2", addresses.node(1)},
          {"NODE_3", addresses.node(2)},
          {"PUBLIC_HTTP", own + std::to_string(kBalancerPort)},
          {"PUBLIC_HTTPS", own + std::to_string(kBalancerTlsPort)},
          {"PLAIN_HTTP", "yes"},
          {"PUBLIC", own + std::to_string(kBalancerPort)},  // of haproxy-passthrough.cfg
          {"CERTIFICATE", folder + "/certificate.pem"},
          {"STATS_SOCKET", socket_path(folder)}};
}

Haproxy::Haproxy(const Addresses& addresses, const TlsFiles& tls, const std::string& configuration)
    : addresses_(addresses) {
  std::ofstream(folder_.path() + "/certificate.pem") << content_of(tls.certificate) << content_of(tls.key);
  const std::string path = SIMPLEWEBSOCKET_SOURCE_DIR "/backend/deploy/" + configuration;
  process_ =
      std::make_unique<ServerProcess>(Arguments{"-W", "-db", "-f", path}, environment(addresses_, folder_.path()),
                                      Inheritance{.program = installed_program("haproxy", "haproxy")});
  wait_until("HAProxy's start", [this] {
    if (process_->has_ended()) throw std::runtime_error("HAProxy ended:\n" + log());
    return !ask("show info").empty();
  });
}

void Haproxy::reload() {
  const std::string before = process_line(ask("show info"));
  process_->signal(SIGUSR2);
  wait_until("HAProxy's new process", [&] {
    const std::string now = process_line(ask("show info"));
    return !now.empty() && now != before;
  });
}

std::size_t Haproxy::nodes_up() const {
  std::istringstream lines(ask("show stat"));
  std::string header, line;
  std::getline(lines, header);
  std::size_t up = 0;
  while (std::getline(lines, line)) {
    auto row = row_of(header, line);
    if (row["# pxname"] != "simplewebsocket" || row["svname"] == "BACKEND") continue;
    const bool is_up = row["status"].starts_with("UP");
    if (is_up && row["check_status"] != "L7OK") return 0;  // it was not checked yet, or seems to fail
    if (is_up) ++up;
  }
  return up;
}

std::string Haproxy::ask(const std::string& command) const {
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  std::strncpy(address.sun_path, socket_path(folder_.path()).c_str(), sizeof address.sun_path - 1);
  if (connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return "";
  const std::string line = command + "\n";
  if (write(socket.number(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) return "";
  std::string answer;
  char block[4096];
  for (ssize_t got = 0; (got = read(socket.number(), block, sizeof block)) > 0;) {
    answer.append(block, static_cast<std::size_t>(got));
  }
  return answer;
}

}  // namespace sws
