#include "tests/integration/nats_server_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

NatsServerProcess::NatsServerProcess(const std::string& configuration) : configuration_(configuration) {
  start("-1");  // a port that is free
}

NatsServerProcess::~NatsServerProcess() {
  if (pid_ > 0) kill();
}

std::string NatsServerProcess::url(const std::string& scheme, const std::string& user) const {
  return scheme + "://" + user + "127.0.0.1:" + std::to_string(port_);
}

void NatsServerProcess::start(const std::string& port) {
  const std::string& folder = directory_.path();
  const std::string file = folder + "/server.conf";
  std::ofstream(file) << "listen: \"127.0.0.1:" << port << "\"\njetstream { store_dir: \"" << folder
                      << "/store\" }\nports_file_dir: \"" << folder << "\"\nlog_file: \"" << folder
                      << "/server.log\"\n"
                      << configuration_;
  const char* const arguments[] = {NATS_SERVER, "-c", file.c_str(), nullptr};
  pid_ = fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ == 0) {  // only async-signal-safe calls from here to execv
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execv(arguments[0], const_cast<char* const*>(arguments));
    _exit(127);
  }
  await_ports_file();
}

// The server writes where it listens once it does: {"nats":["nats://127.0.0.1:41234"]}
void NatsServerProcess::await_ports_file() {
  const std::string path = directory_.path() + "/nats-server_" + std::to_string(pid_) + ".ports";
  wait_until("that nats-server listens", [&] {
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      throw std::runtime_error("nats-server has ended: " + text_of(directory_.path() + "/server.log"));
    }
    const std::string text = text_of(path);
    const std::size_t colon = text.find("127.0.0.1:");
    if (colon == std::string::npos || text.find(']') == std::string::npos) return false;
    port_ = static_cast<std::uint16_t>(std::stoul(text.substr(colon + 10)));
    return true;
  });
}

void NatsServerProcess::stop() {
  ::kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void NatsServerProcess::kill() {
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void NatsServerProcess::restart() {
  start(std::to_string(port_));
}

}  // namespace sws
