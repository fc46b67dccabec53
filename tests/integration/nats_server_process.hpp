// A real nats-server with JetStream as a child process, on a free port of 127.0.0.1, which keeps its streams in a
// temporary directory. A test owns it; the destructor kills it by its process id, and the kernel does so if the
// test itself dies. One thread only.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "tests/support/temporary_directory.hpp"

namespace sws {

class NatsServerProcess {
 public:
  // `configuration` is added to its file (docs.nats.io): accounts, TLS. It is ready when this returns.
  explicit NatsServerProcess(const std::string& configuration = "");
  NatsServerProcess(NatsServerProcess&&) = delete;
  ~NatsServerProcess();

  std::uint16_t port() const { return port_; }

  // For --nats; `scheme` and `user` as in "tls" and "alice:secret@".
  std::string url(const std::string& scheme = "nats", const std::string& user = "") const;

  void stop();     // in order, and waits for its end
  void restart();  // on the same port, with the same streams. REQUIRES: stop() or kill()
  void kill();     // with SIGKILL

 private:
  void start(const std::string& port);
  void await_ports_file();

  TemporaryDirectory directory_;
  const std::string configuration_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
};

}  // namespace sws
