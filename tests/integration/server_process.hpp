// The real server binary as a child process. A test owns it; the destructor kills it by its process id, and the
// kernel does so if the test itself dies. Its stdout is read through a pipe (the line that says where it serves),
// its stderr goes to an unnamed file, so that the server never waits for a reader. Built with a sanitizer, the
// server is ended in order, so that leaks are found too, and what the sanitizer reports fails the test. One thread
// only.
#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/integration/descriptor.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {

using Arguments = std::vector<std::string>;
// Added to the test's own, less SIMPLEWEBSOCKET_*. Unless it names another one, the server's state directory is a
// temporary one of its own, so that servers do not share a secret and the home of the user stays as it is.
using Environment = std::vector<std::pair<std::string, std::string>>;

// The value of an environment variable that is the server's own process id.
inline constexpr std::string_view kOwnProcessId = "its own id";

// The descriptors that the process inherits.
struct Inheritance {
  std::vector<int> sockets{};    // these are its descriptors 3, 4, … (sd_listen_fds(3))
  int standard_error = -1;       // instead of the unnamed file
  int standard_input = -1;       // instead of what the test has
  int terminal = -1;             // its standard input
  bool owns_terminal = true;     // the kernel tells it when its terminal is gone, as it tells a foreground job
  bool ignores_hang_up = false;  // as nohup(1) starts it
  rlim_t open_files = 0;         // the limit of open files, unless 0
  int child_until = -1;          // it has a child until this eventfd is written to, before the start or later
  std::string program{};         // the path of another program to run
  int death_signal = SIGKILL;    // what it gets when the test dies
  int network = -1;              // the network namespace that it is in (setns(2))
};

class ServerProcess {
 public:
  // Starts the binary with exactly these arguments; returns at once.
  explicit ServerProcess(const Arguments& arguments, const Environment& environment = {},
                         const Inheritance& inheritance = {});
  ServerProcess(ServerProcess&&) = delete;
  ~ServerProcess();

  // Waits for the next line on stdout and returns it without its line feed. Throws, with what stderr says, if the
  // server ends first.
  std::string wait_for_line();

  void signal(int number);

  bool has_ended() const;  // at once; then wait_for_exit() says how

  // Waits for the process to end: its exit status, or 128 + the signal that ended it. Throws at the deadline.
  int wait_for_exit();

  std::string rest_of_standard_output();  // to its end: call it after wait_for_exit
  std::string standard_error() const;     // all of it up to now
  std::string log_to_the_end();           // stops the server and returns all that it logged

  pid_t id() const { return pid_; }
  std::size_t open_files() const;
  std::size_t resident_bytes() const;
  bool is_stopped() const;  // by SIGSTOP
  void limit_open_files(std::size_t most);

 private:
  void start(const Arguments& arguments, const Environment& environment, const Inheritance& inheritance);
  void end_in_order();
  void expect_no_report() const;

  TemporaryDirectory state_;
  pid_t pid_ = -1;
  bool ended_ = false;
  Descriptor process_;  // becomes readable when the process ends (pidfd_open)
  Descriptor standard_output_;
  Descriptor standard_error_;
};

// A server that is ready: on a port of its own choosing, and without an admin listener, unless the arguments say
// otherwise.
class Server {
 public:
  explicit Server(const Arguments& arguments = {}, const Environment& environment = {},
                  const Inheritance& inheritance = {});

  // Of the admin listener. REQUIRES: the arguments have `--admin`.
  std::uint16_t admin_port() const { return admin_port_; }

  std::uint16_t port() const { return port_; }
  const std::string& serving_line() const { return serving_line_; }
  ServerProcess& process() { return process_; }

 private:
  ServerProcess process_;
  std::string serving_line_;
  std::uint16_t port_;
  std::uint16_t admin_port_ = 0;
};

// The exit status and the output of a server that ended by itself.
struct Outcome {
  int exit_status;
  std::string standard_output;
  std::string standard_error;
};
Outcome run_to_exit(const Arguments& arguments, const Environment& environment = {},
                    const Inheritance& inheritance = {});

}  // namespace sws
