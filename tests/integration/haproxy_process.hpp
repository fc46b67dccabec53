// A real HAProxy as a child process, which forwards TCP connections to a server without looking into them (mode
// tcp, send-proxy-v2) and checks the server's port. The destructor kills it by its process id, and the kernel does
// so if the test dies.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/integration/config_file.hpp"
#include "tests/integration/listening_socket.hpp"

namespace sws {

class HaproxyProcess {
 public:
  // It listens on a free port of 127.0.0.1, and connects to `server` from the address `source`.
  HaproxyProcess(std::uint16_t server, const std::string& source);
  HaproxyProcess(HaproxyProcess&&) = delete;
  ~HaproxyProcess();

  std::uint16_t port() const { return socket_.port(); }

 private:
  ListeningSocket socket_;
  ConfigFile config_;
  pid_t pid_ = -1;
};

}  // namespace sws
