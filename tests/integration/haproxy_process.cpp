#include "tests/integration/haproxy_process.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sws {
namespace {

constexpr int kListening = 3;

std::string configuration(std::uint16_t server, const std::string& source) {
  return "global\n  maxconn 100\n"
         "defaults\n  mode tcp\n  timeout connect 20s\n  timeout client 60s\n  timeout server 60s\n"
         "frontend viewers\n  bind fd@" +
         std::to_string(kListening) +
         "\n  default_backend nodes\n"
         "backend nodes\n  server node 127.0.0.1:" +
         std::to_string(server) + " send-proxy-v2 check inter 50ms source " + source + "\n";
}

}  // namespace

HaproxyProcess::HaproxyProcess(std::uint16_t server, const std::string& source)
    : config_(configuration(server, source)) {
  pid_ = fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ > 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(socket_.number(), kListening + 1);  // a copy without FD_CLOEXEC, also if the socket has the number already
  dup2(kListening + 1, kListening);
  execl(SIMPLEWEBSOCKET_HAPROXY, "haproxy", "-db", "-q", "-f", config_.path().c_str(), static_cast<char*>(nullptr));
  _exit(127);
}

HaproxyProcess::~HaproxyProcess() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

}  // namespace sws
